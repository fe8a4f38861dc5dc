package dev.millrace.core.testing;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.sql.SqlType;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.window.BatchWindow;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Checks that an SQL engine gives what {@link DStream#sql} promises, in SQL that all dialects
 * share, so that a pipeline finds the same rows on another engine.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> sql() {
 *   return SqlConformance.checks(() -> LocalEngine.withThreads(2)).stream()
 *       .map(c -> dynamicTest(c.name(), c::run));
 * }
 * }</pre>
 */
public final class SqlConformance {
  private static final List<Payment> PAYMENTS =
      List.of(
          payment("a", 10.5, 1, 1, true, Kind.ONLINE, 0.25),
          payment("b", 4.25, 2, 2, false, Kind.SHOP, null),
          payment("a", 2, 3, 3, false, Kind.SHOP, 0.5),
          payment("c", 100, (1L << 53) + 1, 4, true, Kind.ONLINE, 0.75),
          payment("b", 0.75, 5, 5, false, Kind.ONLINE, null));

  private SqlConformance() {}

  /** How a payment was made. */
  public enum Kind {
    ONLINE,
    SHOP
  }

  /** A row with a column of every type. */
  public record Payment(
      String card,
      double amount,
      long id,
      int items,
      boolean fraud,
      Kind kind,
      Double risk,
      Instant paid,
      LocalDate due,
      BigDecimal fee)
      implements Serializable {}

  /** A row of a window. */
  public record Reading(String sensor, double degrees) implements Serializable {}

  /**
   * @param engines makes a new engine for each run
   */
  public static List<Check> checks(Supplier<? extends Engine> engines) {
    SqlScene scene = new SqlScene(engines);
    return List.of(
        new Check("rows are filtered and computed in order", () -> filters(scene)),
        new Check("groups are aggregated", () -> groups(scene)),
        new Check("every type comes through", () -> types(scene)),
        new Check("a whole number is exact or an error", () -> wholeNumbers(scene)),
        new Check("missing values are NULL on the way in and out", () -> missing(scene)),
        new Check("Rows are rows", () -> rows(scene)),
        new Check("JSON objects are rows, what is none a dead letter", () -> json(scene)),
        new Check("columns of JSON are found in the batch", () -> foundJson(scene)),
        new Check("pairs of a keyed stream are rows", () -> pairs(scene)),
        new Check("an empty batch is an empty table", () -> empty(scene)),
        new Check("a window is queried at its slides", () -> windows(scene)),
        new Check("joins and subqueries over batch work", () -> joins(scene)),
        new Check("an unknown column fails at the start, with the columns", () -> typo(scene)),
        new Check("anything but one SELECT fails at the start", () -> statements(scene)),
        new Check("a value that a query fails on is named", () -> failing(scene)));
  }

  private static Payment payment(
      String card, double amount, long id, int items, boolean fraud, Kind kind, Double risk) {
    return new Payment(
        card,
        amount,
        id,
        items,
        fraud,
        kind,
        risk,
        Instant.parse("2026-03-01T12:00:00.123456Z").plusSeconds(items),
        LocalDate.of(2026, 3, items),
        new BigDecimal("0.1").multiply(BigDecimal.valueOf(items)));
  }

  private static void filters(SqlScene scene) {
    scene.expect(
        PAYMENTS,
        "SELECT card, amount * 2 AS twice FROM batch WHERE amount < 50 ORDER BY items",
        "card|twice; a|21; b|8.5; a|4; b|1.5");
  }

  private static void groups(SqlScene scene) {
    scene.expect(
        PAYMENTS,
        "SELECT card, count(*) AS n, sum(amount) AS spent, avg(items) AS items, max(paid) AS last"
            + " FROM batch GROUP BY card HAVING count(*) > 1 ORDER BY card",
        "card|n|spent|items|last; a|2|12.5|2|2026-03-01T12:00:03.123456Z;"
            + " b|2|5|3.5|2026-03-01T12:00:05.123456Z");
  }

  private static void types(SqlScene scene) {
    scene.expect(
        PAYMENTS.subList(0, 2),
        "SELECT card, amount, id, items, fraud, kind, risk, paid, due, fee FROM batch ORDER BY id",
        "card|amount|id|items|fraud|kind|risk|paid|due|fee;"
            + " a|10.5|1|1|1|ONLINE|0.25|2026-03-01T12:00:01.123456Z|2026-03-01|0.1;"
            + " b|4.25|2|2|0|SHOP||2026-03-01T12:00:02.123456Z|2026-03-02|0.2");
  }

  private static void wholeNumbers(SqlScene scene) {
    scene.expect(
        PAYMENTS, "SELECT CAST(max(id) AS VARCHAR(20)) AS id FROM batch", "id; 9007199254740993");
    MillraceException e =
        Expect.thrown(
            "2^53 + 1 in a number column",
            MillraceException.class,
            () -> scene.run(PAYMENTS, "SELECT id FROM batch"));
    Expect.that("the value in " + e.getMessage(), e.getMessage().contains("9007199254740993"));
  }

  private static void missing(SqlScene scene) {
    scene.expect(
        PAYMENTS,
        "SELECT count(risk) AS known, sum(CASE WHEN risk IS NULL THEN 1 ELSE 0 END) AS absent,"
            + " max(CASE WHEN card = 'z' THEN card END) AS nobody FROM batch",
        "known|absent|nobody; 3|2|");
  }

  private static void rows(SqlScene scene) {
    RowSchema schema =
        new RowSchema(
            List.of(
                new RowSchema.Column("temp", RowSchema.Type.NUMBER),
                new RowSchema.Column("place", RowSchema.Type.TEXT)));
    List<Row> rows = new ArrayList<>();
    rows.add(new Row(schema, new double[] {3, 0}, new String[] {"", "Ulm"}));
    rows.add(new Row(schema, new double[] {Double.NaN, 0}, new String[] {"", "Bonn"}));
    rows.add(new Row(schema, new double[] {5, 0}, new String[] {"", ""}));
    scene.expect(
        rows,
        stream ->
            stream.sql(
                SqlTable.rows(schema),
                "SELECT count(*) AS n, count(place) AS places, max(temp) AS hot FROM batch"),
        "n|places|hot; 3|2|5");
  }

  private static void json(SqlScene scene) {
    List<SqlColumn> columns =
        List.of(
            new SqlColumn("user", SqlType.TEXT),
            new SqlColumn("n", SqlType.BIGINT),
            new SqlColumn("seen", SqlType.TIMESTAMP));
    List<DeadLetter> letters =
        scene.expect(
            List.of(
                "{\"user\":\"ann\",\"n\":900719925474099,\"seen\":\"2026-01-31T12:00:00Z\"}",
                "{\"n\":1.5}",
                "nothing of the kind",
                "{\"more\":{\"deep\":[1]},\"user\":\"bob\"}"),
            stream ->
                stream.sql(SqlTable.json(columns), "SELECT * FROM batch ORDER BY 1").named("users"),
            "user|n|seen; ann|900719925474099|2026-01-31T12:00:00Z; bob||");
    Expect.equal("dead letters", 2, letters.size());
    Expect.equal("origin", "users", letters.get(0).origin());
    Expect.equal("reason", "'n': expected BIGINT, got 1.5", letters.get(0).reason());
  }

  private static void foundJson(SqlScene scene) {
    scene.expect(
        List.of("{\"a\":1,\"b\":\"x\"}", "{\"a\":2.5,\"c\":true}", "[]", "{\"b\":{\"d\":1}}"),
        stream -> stream.sql("SELECT sum(a) AS a, max(b) AS b, count(c) AS c FROM batch"),
        "a|b|c; 3.5|{\"d\":1}|1");
  }

  private static void pairs(SqlScene scene) {
    scene.expect(
        PAYMENTS,
        stream ->
            stream
                .map(Payment::card)
                .countByValue()
                .toPairs()
                .sql(
                    SqlTable.pairs(String.class, Long.class),
                    "SELECT key, value FROM batch ORDER BY value DESC, key"),
        "key|value; a|2; b|2; c|1");
  }

  private static void empty(SqlScene scene) {
    Function<DStream<Payment>, DStream<Payment>> none = s -> s.filter(payment -> false);
    scene.expect(
        PAYMENTS,
        stream ->
            none.apply(stream)
                .sql(
                    SqlTable.of(Payment.class), "SELECT count(*) AS n, sum(items) AS s FROM batch"),
        "n|s; 0|");
    scene.expect(
        PAYMENTS,
        stream -> none.apply(stream).sql(SqlTable.of(Payment.class), "SELECT card FROM batch"),
        "");
    scene.expect(PAYMENTS, stream -> none.apply(stream).sql("SELECT count(*) AS n FROM batch"), "");
  }

  private static void windows(SqlScene scene) {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      readings.add(new Reading("s" + i % 2, i));
    }
    MemorySink<Row> sink = new MemorySink<>();
    StreamingConfig config = scene.config().withMaxBatchRecords(2);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config,
            context ->
                context
                    .source("readings", ReplaySource.of(readings))
                    .window(BatchWindow.batches(2, 2), StateCodecs.record(Reading.class))
                    .named("window")
                    .sql(
                        SqlTable.of(Reading.class),
                        "SELECT count(*) AS n, sum(degrees) AS sum FROM batch")
                    .to("out", sink))) {
      Expect.equal("batches", 4, driver.runAll());
    }
    Expect.equal("at slides only", "n|sum; 4|6; 4|22", shown(sink.records()));
  }

  private static void joins(SqlScene scene) {
    scene.expect(
        PAYMENTS,
        "WITH cards AS (SELECT card, max(amount) AS most FROM batch GROUP BY card)"
            + " SELECT b.card AS card, b.items AS items FROM batch b JOIN cards c"
            + " ON b.card = c.card AND b.amount = c.most ORDER BY b.card",
        "card|items; a|1; b|2; c|4");
  }

  private static void typo(SqlScene scene) {
    ConfigurationException e =
        Expect.thrown(
            "a typo",
            ConfigurationException.class,
            () -> scene.run(PAYMENTS, "SELECT amuont FROM batch"));
    Expect.that("one line: " + e.getMessage(), e.getMessage().lines().count() == 1);
    for (String part : List.of("amuont", "operator sql", "card TEXT, amount DOUBLE")) {
      Expect.that(part + " in: " + e.getMessage(), e.getMessage().contains(part));
    }
  }

  private static void statements(SqlScene scene) {
    for (String query :
        List.of(
            " ",
            "SELEC 1",
            "SELECT 1; SELECT 2",
            "DROP TABLE batch",
            "SELECT * FROM elsewhere",
            "SELECT card FROM batch WHERE",
            "SELECT card AS a, kind AS a FROM batch")) {
      ConfigurationException e =
          Expect.thrown(query, ConfigurationException.class, () -> scene.run(PAYMENTS, query));
      Expect.that("one line: " + e.getMessage(), e.getMessage().lines().count() == 1);
    }
  }

  private static void failing(SqlScene scene) {
    MillraceException e =
        Expect.thrown(
            "a cast of text",
            MillraceException.class,
            () -> scene.run(PAYMENTS, "SELECT CAST(card AS INTEGER) AS n FROM batch"));
    Expect.that("one line: " + e.getMessage(), e.getMessage().lines().count() == 1);
    Expect.that("operator in " + e.getMessage(), e.getMessage().contains("operator sql"));
  }

  /** Names of the columns and then the rows, {@code a|b; 1|2; 3|4}; empty without rows. */
  static String shown(List<Row> rows) {
    StringJoiner text = new StringJoiner("; ");
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      StringJoiner names = new StringJoiner("|");
      StringJoiner cells = new StringJoiner("|");
      for (int column = 0; column < row.schema().width(); column++) {
        names.add(row.schema().columns().get(column).name());
        cells.add(row.display(column));
      }
      if (i == 0) {
        text.add(names.toString());
      }
      text.add(cells.toString());
    }
    return text.toString();
  }
}
