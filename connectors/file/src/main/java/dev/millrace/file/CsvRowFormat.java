package dev.millrace.file;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.util.List;

/** CSV into rows. */
record CsvRowFormat(RowSchema schema, byte delimiter, HeaderKind header) implements Format<Row> {
  @Override
  public RecordScanner scanner(int maxRecordBytes) {
    return RecordScanner.csv(maxRecordBytes, delimiter);
  }

  @Override
  public FileDecoding<Row> decoding(String file, byte[] first) {
    List<String> wanted = schema.columns().stream().map(RowSchema.Column::name).toList();
    boolean named = header == HeaderKind.RECORD;
    List<String> names = named ? CsvLayout.names(file, first, delimiter) : wanted;
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
}
