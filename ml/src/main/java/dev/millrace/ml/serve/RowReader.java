package dev.millrace.ml.serve;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes a pipeline's own typed row of what a caller sent, so that the pipeline's features can be
 * computed for it. Thread-safe.
 */
public interface RowReader<T> {
  /** The columns that a row has. */
  List<ServedModel.InputColumn> columns();

  /**
   * @param row by column name, as {@link ServedModel#predictRows} takes it
   * @throws RequestException naming the column that is unknown, missing or of the wrong type
   */
  T read(Map<String, Object> row);

  /** Makes something else of what is read. */
  default <R> RowReader<R> map(Function<? super T, ? extends R> function) {
    return new MappedRowReader<>(this, function);
  }

  /**
   * Reads Java records: a column per component, of the same name. A component may be a primitive or
   * its box, a String, BigDecimal, BigInteger, Instant, LocalDate, LocalTime, LocalDateTime, UUID,
   * an enum, or an Optional of one. An Optional or a box need not be there.
   *
   * @throws dev.millrace.core.ConfigurationException naming a component of another type
   */
  static <T extends Record> RowReader<T> ofRecord(Class<T> type) {
    return ofRecord(type, Set.of());
  }

  /**
   * As {@link #ofRecord(Class)}.
   *
   * @param optional further components that need not be there, such as the label; then they are
   *     null, or of a primitive NaN, 0 or false
   */
  static <T extends Record> RowReader<T> ofRecord(Class<T> type, Set<String> optional) {
    return new RecordRowReader<>(type, optional);
  }

  /**
   * Reads rows whose columns are known at run time only.
   *
   * @param optional columns that need not be there, such as the label's
   */
  static RowReader<Row> of(RowSchema schema, Set<String> optional) {
    return new SchemaRowReader(schema, optional);
  }
}
