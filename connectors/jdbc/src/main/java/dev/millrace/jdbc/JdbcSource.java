package dev.millrace.jdbc;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SourceException;
import dev.millrace.core.row.Row;
import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.ReadAhead;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Follows a table or view of a relational database by columns whose values only grow: a number from
 * a sequence, a time and a number, a version 7 UUID.
 *
 * <pre>{@code
 * record Payment(long id, String card, double amount, Instant createdAt) {}
 *
 * DStream<Payment> payments =
 *     context.source(
 *         "payments",
 *         JdbcSource.records(options, "payments", Payment.class, "created_at", "id")
 *             .withLag(Duration.ofSeconds(30)));
 * }</pre>
 *
 * <p>What is guaranteed: every row that is there once its values are reached counts exactly once.
 * The offset, in the pipeline's checkpoint, is the values of the last row that was read. Rows whose
 * values are all the same come in one batch together, in whatever order the database gives them;
 * name one more column to have them in order.
 *
 * <p>What is not: a row that is committed behind the offset is not seen. Sequences and times are
 * drawn before their transaction commits, so on a table that several write to, {@link #withLag}
 * waits for as long as a transaction may take. A row that is changed shows again if its values grow
 * with the change, and not otherwise. A batch that is redone after a crash reads what is there
 * then: rows must not be changed or removed before their batch is committed. Rows with NULL in one
 * of the columns are not read.
 *
 * <p>An index on the columns, in their order, makes this as fast as it can be. There is one split.
 * A batch is cut into several ranges, one after the other in the batch and each a partition of it:
 * of {@link #withRangeRows} rows or more, and at most one less than there are {@link
 * JdbcOptions#connections}. The next batch is read in one query as it is planned, over one
 * connection, and its rows are kept for the readers of this process; where more waits and batches
 * follow each other within 0.2 s, the one behind it is read meanwhile: memory for three batches,
 * whose limit of bytes counts what their rows take there. Where they are not at hand, on another
 * machine, or when a batch is redone or a task tried again, each range is read by a query of its
 * own; where nobody takes them, batches are planned without reading more than the columns of the
 * order. Then the limit of bytes is kept as far as the size of earlier rows tells.
 *
 * <p>While the database is away, the source waits up to {@link JdbcOptions#patience}. Rows that do
 * not fit, such as NULL for a primitive component, become dead letters. Immutable; its methods are
 * thread-safe.
 */
public final class JdbcSource<T> implements Source<T> {
  private static final long serialVersionUID = 1L;
  private static final long RANGE_ROWS = 5_000;

  private final JdbcOptions options;
  private final String table;
  private final RowFormat<T> format;
  private final List<String> order;
  private final Duration lag;
  private final Place start;
  private final long rangeRows;

  private final ReadAhead<ReadRows.Part<T>> readAhead = new ReadAhead<>();

  /** Looked up once per process. */
  private transient volatile Layout<T> layout;

  private JdbcSource(
      JdbcOptions options,
      String table,
      RowFormat<T> format,
      List<String> order,
      Duration lag,
      Place start,
      long rangeRows) {
    Names.parts(table);
    if (order.isEmpty()) {
      throw new ConfigurationException(
          "expected at least one column by which to follow '" + table + "'");
    }
    if (lag.isNegative()) {
      throw new ConfigurationException("lag must not be negative, got " + lag);
    }
    if (!start.isStart() && start.values().size() != order.size()) {
      throw new ConfigurationException(
          "expected a value for each of " + order + ", got " + start.values());
    }
    if (rangeRows < 1) {
      throw new ConfigurationException("rangeRows must be at least 1, got " + rangeRows);
    }
    this.options = options;
    this.table = table;
    this.format = format;
    this.order = order;
    this.lag = lag;
    this.start = start;
    this.rangeRows = rangeRows;
  }

  /**
   * Rows as Java records: each component takes the column of its name, case and underscores apart
   * ({@code createdAt} takes {@code created_at}). Numbers, booleans, texts, enums by name, UUID,
   * {@code byte[]}, BigDecimal, Instant and LocalDateTime (UTC where the column has no zone),
   * LocalDate; boxed types and Optional where the column may be NULL.
   *
   * @param order the columns by which rows follow each other, the first one first
   */
  public static <T extends Record> JdbcSource<T> records(
      JdbcOptions options, String table, Class<T> type, String... order) {
    return of(options, table, new RowFormat.Records<>(type), order);
  }

  /**
   * Rows with all columns: numbers and booleans as numbers, the rest as text.
   *
   * @param order the columns by which rows follow each other, the first one first
   */
  public static JdbcSource<Row> rows(JdbcOptions options, String table, String... order) {
    return of(options, table, new RowFormat.Rows(), order);
  }

  private static <T> JdbcSource<T> of(
      JdbcOptions options, String table, RowFormat<T> format, String... order) {
    return new JdbcSource<>(
        options, table, format, List.of(order), Duration.ZERO, Place.START, RANGE_ROWS);
  }

  /**
   * Reads a row no sooner than {@code newLag} after it, or a later one, was first seen. So no row
   * is missed of a transaction that commits within that time of any transaction with later rows.
   * After a start, nothing is read for as long.
   */
  public JdbcSource<T> withLag(Duration newLag) {
    return new JdbcSource<>(options, table, format, order, newLag, start, rangeRows);
  }

  /**
   * Starts behind the rows with these values, where nothing was read before; a value per column of
   * the order, times as {@code 2026-01-31T12:00:00} or, with zone, {@code 2026-01-31T12:00:00Z}.
   */
  public JdbcSource<T> withStart(String... values) {
    Place newStart = new Place(List.of(values));
    return new JdbcSource<>(options, table, format, order, lag, newStart, rangeRows);
  }

  /**
   * Cuts a batch into ranges, the partitions that are worked on at the same time, of so many rows
   * or more; default 5,000. Without an index, and for a view that is a query of its own, each range
   * that has to be queried costs as much as the whole batch does: {@code Long.MAX_VALUE} makes it
   * one.
   */
  public JdbcSource<T> withRangeRows(long newRangeRows) {
    return new JdbcSource<>(options, table, format, order, lag, start, newRangeRows);
  }

  @Override
  public SplitPlanner planner(SourceContext context) throws Exception {
    Patience<SourceException> patience = new Patience<>(options, SourceException::new);
    Pool pool = Pool.of(options);
    try {
      Layout<T> found =
          patience.await(
              "opening the source '" + table + "'",
              () -> {
                try (Connection connection = pool.connect()) {
                  return layout(connection);
                }
              });
      Horizon horizon = new Horizon(context.clock(), lag);
      RangeSizes ranges = new RangeSizes(rangeRows, Math.max(1, options.connections() - 1));
      RowReader<T> reader = new RowReader<>(table, found);
      ReadBatch.Query<T> query = new ReadBatch.Query<>(found, reader, options.fetchRows());
      return new JdbcPlanner<>(table, pool, query, readAhead, start, horizon, ranges, patience);
    } catch (Exception e) {
      pool.close();
      throw e;
    }
  }

  private Layout<T> layout(Connection connection) throws SQLException {
    Layout<T> known = layout;
    if (known == null) {
      known = Layout.of(connection, table, order, format);
      layout = known;
    }
    return known;
  }

  @Override
  public SplitReader<T> reader(OffsetRange range) {
    return new JdbcSplitReader<>(options, this::layout, range, readAhead.take(range));
  }

  @Override
  public BadRecordPolicy badRecords() {
    return options.badRecords();
  }

  @Override
  public String toString() {
    return "table " + table + " in " + options.database();
  }
}
