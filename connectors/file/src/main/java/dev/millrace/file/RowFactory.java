package dev.millrace.file;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.util.Arrays;

/** Makes rows; columns of a type that no column has share one array. */
final class RowFactory implements CsvDecoder.Factory<Row> {
  private final RowSchema schema;
  private final boolean hasNumbers;
  private final boolean hasTexts;
  private final String[] noTexts;

  RowFactory(RowSchema schema, FieldBuffer fields) {
    this.schema = schema;
    this.hasNumbers = has(RowSchema.Type.NUMBER);
    this.hasTexts = has(RowSchema.Type.TEXT);
    this.noTexts = new String[schema.width()];
    Arrays.fill(noTexts, "");
    fields.objects = noTexts.clone();
  }

  private boolean has(RowSchema.Type type) {
    return schema.columns().stream().anyMatch(column -> column.type() == type);
  }

  @Override
  public Row make(FieldBuffer fields) {
    double[] numbers = fields.numbers;
    String[] texts = (String[]) fields.objects;
    if (hasNumbers) {
      fields.numbers = new double[numbers.length];
    }
    if (hasTexts) {
      fields.objects = noTexts.clone();
    }
    return new Row(schema, numbers, texts);
  }
}
