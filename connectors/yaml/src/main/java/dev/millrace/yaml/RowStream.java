package dev.millrace.yaml;

import dev.millrace.core.DStream;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.util.Objects;

/**
 * A stream of rows whose columns are known.
 *
 * @param columns of every row
 */
public record RowStream(RowSchema columns, DStream<Row> rows) {
  public RowStream {
    Objects.requireNonNull(columns, "columns");
    Objects.requireNonNull(rows, "rows");
  }
}
