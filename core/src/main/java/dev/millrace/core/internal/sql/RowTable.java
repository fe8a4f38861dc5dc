package dev.millrace.core.internal.sql;

import dev.millrace.core.MillraceException;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlRowWriter;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.sql.SqlType;
import java.util.List;

/** Rows of one schema. */
public record RowTable(RowSchema schema, List<SqlColumn> columns) implements SqlTable<Row> {
  public RowTable(RowSchema schema) {
    this(
        schema,
        SqlColumn.checked(
            schema.columns().stream()
                .map(
                    column ->
                        new SqlColumn(
                            column.name(),
                            column.type() == RowSchema.Type.NUMBER ? SqlType.DOUBLE : SqlType.TEXT))
                .toList()));
  }

  @Override
  public void write(Row row, SqlRowWriter out) throws Exception {
    if (!row.schema().equals(schema)) {
      throw new MillraceException(
          "expected rows of the columns "
              + SqlColumn.describe(columns)
              + ", got one of "
              + SqlColumn.describe(new RowTable(row.schema()).columns));
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).type() == SqlType.DOUBLE) {
        double number = row.number(i);
        if (Double.isNaN(number)) {
          out.missing();
        } else {
          out.float64(number);
        }
      } else if (row.text(i).isEmpty()) {
        out.missing();
      } else {
        out.text(row.text(i));
      }
    }
  }
}
