package dev.millrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.DStream;
import dev.millrace.core.KeyValue;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.testing.StreamTestDriver;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToDatasetTest {
  private enum Kind {
    SHOP
  }

  private record Payment(
      String card,
      Kind kind,
      int items,
      long id,
      double amount,
      boolean fraud,
      BigDecimal fee,
      Instant paid,
      LocalDate due,
      Optional<String> note) {}

  private final SparkSession session = LocalSpark.session();
  private final SparkEngine engine = SparkEngine.on(session, SparkOptions.defaults());

  @BeforeEach
  void begin() {
    engine.beginBatch(new BatchInfo(0, Instant.EPOCH));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private <T> SparkBatch<T> batch(List<T> values) {
    return engine.own(engine.of(List.of(values.subList(0, 1), values.subList(1, values.size()))));
  }

  private static Payment payment(String card, Optional<String> note) {
    return new Payment(
        card,
        Kind.SHOP,
        2,
        1L << 60,
        0.5,
        true,
        new BigDecimal("0.25"),
        Instant.parse("1500-01-31T12:00:00.123456Z"),
        LocalDate.of(1500, 1, 31),
        note);
  }

  @Test
  void shouldGiveRecordsByTheirComponents() {
    Dataset<Row> payments =
        batch(List.of(payment("a", Optional.of("it's")), payment("b", Optional.empty())))
            .toDataset(SqlTable.of(Payment.class));
    assertEquals(
        "card STRING,kind STRING,items INT,id BIGINT,amount DOUBLE,fraud BOOLEAN,"
            + "fee DECIMAL(38,18),paid TIMESTAMP,due DATE,note STRING",
        payments.schema().toDDL());
    assertSame(session, payments.sparkSession());
    assertEquals(2, payments.rdd().getNumPartitions());
    Row second = payments.collectAsList().get(1);
    assertEquals("b", second.getString(0));
    assertEquals(1L << 60, second.getLong(3));
    assertEquals(new BigDecimal("0.250000000000000000"), second.getDecimal(6));
    assertEquals(Timestamp.class, second.get(7).getClass());
    assertEquals(Date.class, second.get(8).getClass());
    assertEquals(
        "1500-01-31",
        payments.selectExpr("CAST(due AS STRING)").collectAsList().get(0).getString(0));
    assertEquals(
        Instant.parse("1500-01-31T12:00:00.123456Z").getEpochSecond(),
        payments.selectExpr("unix_seconds(paid)").collectAsList().get(0).getLong(0));
    assertEquals(1, payments.where("note IS NULL AND isnotnull(paid)").count());
  }

  @Test
  void shouldFindTheColumnsOfRowsPairsAndJson() {
    RowSchema schema =
        new RowSchema(
            List.of(
                new RowSchema.Column("temp", RowSchema.Type.NUMBER),
                new RowSchema.Column("place", RowSchema.Type.TEXT)));
    dev.millrace.core.row.Row missing =
        new dev.millrace.core.row.Row(schema, new double[] {Double.NaN, 0}, new String[] {"", ""});
    assertEquals("[[null,null], [null,null]]", shown(batch(List.of(missing, missing)).toDataset()));
    assertEquals(
        "[[a,1], [b,2]]",
        shown(batch(List.of(new KeyValue<>("a", 1), new KeyValue<>("b", 2))).toDataset()));
    Dataset<Row> json = batch(List.of("{\"x\":1}", "{\"y\":\"b\"}", "none")).toDataset();
    assertEquals("x BIGINT,y STRING", json.schema().toDDL());
    assertEquals("[[1,null], [null,b]]", shown(json));
    assertEquals(1, engine.endBatch().deadLetters().size());
  }

  @Test
  void shouldHaveTheColumnsOfAnEmptyBatchIfTold() {
    SparkBatch<KeyValue<String, Integer>> none = engine.own(engine.of(List.of()));
    assertEquals("", none.toDataset().schema().toDDL());
    Dataset<Row> pairs = none.toDataset(SqlTable.pairs(String.class, Integer.class));
    assertEquals("key STRING,value INT", pairs.schema().toDDL());
    assertEquals(0, pairs.count());
  }

  @Test
  void shouldBeOfUseForEachBatch(@TempDir Path directory) {
    String files = directory.resolve("sales").toUri().toString();
    QueueSource<Sale> sales = QueueSource.create(2);
    EngineProvider spark = EngineProvider.shipping(LocalSpark::engine);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("sales").withEngine(spark),
            context -> save(context.source("sales", sales), files))) {
      for (int i = 0; i < 4; i++) {
        sales.push(new Sale("shop", i));
        driver.runBatch();
      }
    }
    assertEquals(4, session.read().parquet(files).count());
  }

  private static void save(DStream<Sale> sales, String files) {
    sales.foreachBatch(
        (batch, context) ->
            ((SparkBatch<Sale>) batch)
                .toDataset(SqlTable.of(Sale.class))
                .write()
                .mode(SaveMode.Append)
                .parquet(files));
  }

  private static String shown(Dataset<Row> rows) {
    return rows.collectAsList().toString();
  }
}
