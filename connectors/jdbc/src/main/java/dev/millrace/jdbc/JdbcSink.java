package dev.millrace.jdbc;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.core.sink.StagedBatches;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlTable;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes to a table of a relational database, exactly once.
 *
 * <pre>{@code
 * record Alert(String card, double score, Instant time) {}
 *
 * alerts.to("alerts", JdbcSink.insert(options, "alerts", SqlTable.of(Alert.class)));
 * spent.to(
 *     "spent",
 *     JdbcSink.upsert(
 *         options, "spent", SqlTable.pairs(String.class, Double.class), "key"));
 * }</pre>
 *
 * <p>A batch is staged in a file beside the checkpoint. Once the checkpoint is durable, one
 * transaction writes its rows and, into the table {@link JdbcOptions#ledger}, its number. So the
 * database itself says what was published: a batch whose process or database died in the middle is
 * published again if it was not, and left alone if it was. A process that was taken for dead cannot
 * write any more once another one has begun.
 *
 * <p>Columns of the {@link SqlTable} go to those of the table of the same name, case and
 * underscores apart ({@code orderId} fits {@code order_id}); other columns of the table have to
 * have defaults. Times are UTC; SQLite takes them as text, {@code 2026-01-31 12:00:00.000000}.
 *
 * <p>A row that the table refuses (a constraint, a key that is there) stops the pipeline when it is
 * published, and so does every start until the table takes it or the staged file, which the message
 * names, is removed. Order: rows are written in the order of the batch, by one thread. The rows of
 * a batch go through the driver, where they take about their size in memory. The table has to
 * exist, or else opening is a {@link MissingTableException}. Immutable.
 */
public final class JdbcSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final JdbcOptions options;
  private final String table;
  private final SqlTable<T> columns;

  /** Columns by which rows replace each other; empty for none. */
  private final List<String> key;

  /** Where batches are staged; empty for beside the checkpoint. */
  private final String staging;

  private JdbcSink(
      JdbcOptions options, String table, SqlTable<T> columns, List<String> key, String staging) {
    Names.parts(table);
    this.options = options;
    this.table = table;
    this.columns = columns;
    this.key = key;
    this.staging = staging;
  }

  /** Every value a new row. */
  public static <T> JdbcSink<T> insert(JdbcOptions options, String table, SqlTable<T> columns) {
    return new JdbcSink<>(Drivers.forInsert(options), table, columns, List.of(), "");
  }

  /**
   * Every value a new row, or the new content of the row that has its key: of several values with
   * one key the last one stays.
   *
   * @param key columns of {@code columns}, with a unique index in the table
   */
  public static <T> JdbcSink<T> upsert(
      JdbcOptions options, String table, SqlTable<T> columns, String... key) {
    List<String> names = columns.columns().stream().map(SqlColumn::name).toList();
    if (key.length == 0 || !names.containsAll(List.of(key))) {
      throw new ConfigurationException(
          "expected a key of the columns " + names + ", got " + List.of(key));
    }
    return new JdbcSink<>(Drivers.forUpsert(options), table, columns, List.of(key), "");
  }

  /**
   * Stages batches below another directory, which has to last as long as the checkpoint does and be
   * there wherever the pipeline is started again. Needed where the checkpoint is not on a disk of
   * this machine.
   */
  public JdbcSink<T> withStaging(Path directory) {
    return new JdbcSink<>(options, table, columns, key, directory.toString());
  }

  @Override
  public SinkWriter<T> open(SinkContext context) throws Exception {
    StagedBatches staged = StagedBatches.of(context, staging, "JdbcSink.withStaging");
    return JdbcSinkWriter.open(options, table, columns, key, staged, context);
  }

  @Override
  public Delivery delivery() {
    return Delivery.EXACTLY_ONCE;
  }

  @Override
  public String toString() {
    return "table " + table + " in " + options.database();
  }
}
