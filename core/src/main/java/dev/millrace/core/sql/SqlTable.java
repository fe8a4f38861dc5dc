package dev.millrace.core.sql;

import dev.millrace.core.KeyValue;
import dev.millrace.core.internal.sql.JsonTable;
import dev.millrace.core.internal.sql.PairTable;
import dev.millrace.core.internal.sql.RecordTable;
import dev.millrace.core.internal.sql.RowTable;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.io.Serializable;
import java.util.List;

/**
 * How values of {@code T} are rows of the table {@code batch}: its columns, and how a value fills
 * them.
 *
 * <pre>{@code
 * record Payment(String card, double amount, Instant time) {}
 *
 * payments.sql(SqlTable.of(Payment.class), "SELECT card, sum(amount) AS spent FROM batch GROUP BY card");
 * }</pre>
 *
 * <table>
 * <caption>Java types and column types</caption>
 * <tr><th>Java</th><th>SQL</th></tr>
 * <tr><td>{@code boolean}</td><td>BOOLEAN</td></tr>
 * <tr><td>{@code byte}, {@code short}, {@code int}</td><td>INTEGER</td></tr>
 * <tr><td>{@code long}</td><td>BIGINT</td></tr>
 * <tr><td>{@code float}, {@code double}</td><td>DOUBLE</td></tr>
 * <tr><td>{@code BigDecimal}</td><td>DECIMAL(38, 18); a value that does not fit exactly is an
 * error</td></tr>
 * <tr><td>{@code String}, {@code char}, enum (its name), {@code UUID}</td><td>TEXT</td></tr>
 * <tr><td>{@code Instant}, {@code LocalDateTime} (taken as UTC)</td><td>TIMESTAMP, cut to whole
 * microseconds</td></tr>
 * <tr><td>{@code LocalDate}</td><td>DATE</td></tr>
 * </table>
 *
 * <p>A boxed value may be null and an {@code Optional} empty: NULL. Immutable, thread-safe.
 */
public interface SqlTable<T> extends Serializable {
  /** The columns, at least one; the same at every call. */
  List<SqlColumn> columns();

  /** Fills one row: a value, or that it is missing, for every column in order. */
  void write(T value, SqlRowWriter out) throws Exception;

  /**
   * A column per component of a record, named as the component.
   *
   * @throws dev.millrace.core.ConfigurationException naming a component that is no column
   */
  static <T extends Record> SqlTable<T> of(Class<T> type) {
    return RecordTable.of(type);
  }

  /** The columns {@code key} and {@code value}, of the types that the table above lists. */
  static <K, V> SqlTable<KeyValue<K, V>> pairs(Class<K> key, Class<V> value) {
    return new PairTable<>(key, value);
  }

  /**
   * Rows of one schema: numbers are DOUBLE, and NaN is NULL; texts are TEXT, and the empty text is
   * NULL, as a {@link Row} has no other way to say that a value is missing.
   */
  static SqlTable<Row> rows(RowSchema schema) {
    return new RowTable(schema);
  }

  /**
   * JSON objects as text, with these of their properties. A property that is not there or null is
   * NULL; TIMESTAMP is {@code "2026-01-31T12:00:00Z"}, DATE {@code "2026-01-31"}; TEXT takes
   * anything, nested values as JSON. Text that is no such object goes to the dead letters.
   */
  static SqlTable<String> json(List<SqlColumn> columns) {
    return new JsonTable(columns);
  }
}
