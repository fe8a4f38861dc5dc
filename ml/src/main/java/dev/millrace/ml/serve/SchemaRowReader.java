package dev.millrace.ml.serve;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.ml.serve.ServedModel.ColumnType;
import dev.millrace.ml.serve.ServedModel.InputColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a {@link Row} by the names in its schema. */
final class SchemaRowReader implements RowReader<Row> {
  private final RowSchema schema;
  private final List<InputColumn> columns;
  private final Set<String> names;

  SchemaRowReader(RowSchema schema, Set<String> optional) {
    this.schema = schema;
    optional.forEach(schema::index);
    this.columns =
        schema.columns().stream()
            .map(c -> new InputColumn(c.name(), type(c), !optional.contains(c.name()), List.of()))
            .toList();
    this.names = Set.copyOf(columns.stream().map(InputColumn::name).toList());
  }

  private static ColumnType type(RowSchema.Column column) {
    return column.type() == RowSchema.Type.NUMBER ? ColumnType.NUMBER : ColumnType.TEXT;
  }

  @Override
  public List<InputColumn> columns() {
    return columns;
  }

  @Override
  public Row read(Map<String, Object> row) {
    for (String name : row.keySet()) {
      if (!names.contains(name)) {
        throw Values.unknown(name, columns);
      }
    }
    double[] numbers = new double[columns.size()];
    String[] texts = new String[columns.size()];
    Arrays.fill(texts, "");
    for (int i = 0; i < numbers.length; i++) {
      InputColumn column = columns.get(i);
      Object value = row.get(column.name());
      if (value == null && column.required()) {
        throw Values.missing(column.name());
      }
      if (column.type() == ColumnType.NUMBER) {
        numbers[i] = value == null ? Double.NaN : Values.number(column.name(), value);
      } else if (value != null) {
        texts[i] = Values.text(column.name(), value);
      }
    }
    return new Row(schema, numbers, texts);
  }
}
