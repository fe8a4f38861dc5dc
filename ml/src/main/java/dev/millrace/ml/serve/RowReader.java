package dev.millrace.ml.serve;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /**
   * Reads rows whose columns are known at run time only.
   *
   * @param optional columns that need not be there, such as the label's
   */
  static RowReader<Row> of(RowSchema schema, Set<String> optional) {
    return new SchemaRowReader(schema, optional);
  }
}
