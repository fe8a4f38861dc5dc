package dev.millrace.file;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.util.Arrays;
import java.util.List;

/** CSV into rows. */
record CsvRowFormat(RowSchema schema, byte delimiter, boolean hasHeader) implements Format<Row> {
  @Override
  public RecordScanner scanner(int maxRecordBytes) {
    return RecordScanner.csv(maxRecordBytes, delimiter);
  }

  @Override
  public FileDecoding<Row> decoding(String file, byte[] header) {
    List<String> wanted = schema.columns().stream().map(RowSchema.Column::name).toList();
    List<String> names = hasHeader ? CsvLayout.names(file, header, delimiter) : wanted;
    CsvLayout layout = CsvLayout.exact(file, names, wanted, delimiter);
    return () -> decoder(layout);
  }

  private RecordDecoder<Row> decoder(CsvLayout layout) {
    FieldReader[] readers = new FieldReader[layout.width()];
    for (int i = 0; i < readers.length; i++) {
      int slot = layout.slot(i);
      if (slot != CsvLayout.UNUSED) {
        boolean number = schema.columns().get(slot).type() == RowSchema.Type.NUMBER;
        readers[i] = number ? NumberField.OR_MISSING : new TextField();
      }
    }
    FieldBuffer fields = new FieldBuffer(schema.width());
    return new CsvDecoder<>(layout, readers, fields, new RowFactory(schema, fields));
  }

  /** Makes rows; columns of a type that no column has share one array. */
  private static final class RowFactory implements CsvDecoder.Factory<Row> {
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
}
