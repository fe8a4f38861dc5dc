package dev.millrace.file;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.util.List;

/** ARFF (Weka's attribute-relation file format), dense and sparse, into rows. */
record ArffFormat(RowSchema schema) implements Format<Row> {
  private static final char COMMENT = '%';

  static RecordScanner lines(int maxRecordBytes) {
    return RecordScanner.uncommentedLines(maxRecordBytes, COMMENT);
  }

  @Override
  public RecordScanner scanner(int maxRecordBytes) {
    return lines(maxRecordBytes);
  }

  @Override
  public HeaderKind header() {
    return HeaderKind.UNTIL_DATA;
  }

  @Override
  public FileDecoding<Row> decoding(String file, byte[] header) {
    List<ArffHeader.Attribute> attributes = ArffHeaderParser.parse(file, header).attributes();
    List<String> names = attributes.stream().map(ArffHeader.Attribute::name).toList();
    List<String> wanted = schema.columns().stream().map(RowSchema.Column::name).toList();
    CsvLayout layout = CsvLayout.exact(file, names, wanted, (byte) ',');
    return () -> decoder(layout, attributes);
  }

  private RecordDecoder<Row> decoder(CsvLayout layout, List<ArffHeader.Attribute> attributes) {
    FieldReader[] readers = new FieldReader[layout.width()];
    FieldBuffer fields = new FieldBuffer(schema.width());
    RowFactory factory = new RowFactory(schema, fields);
    String[] omitted = ((String[]) fields.objects).clone();
    for (int i = 0; i < readers.length; i++) {
      int slot = layout.slot(i);
      if (slot != CsvLayout.UNUSED) {
        ArffHeader.Attribute attribute = attributes.get(i);
        RowSchema.Type type = schema.columns().get(slot).type();
        readers[i] = reader(attribute, type);
        if (type == RowSchema.Type.TEXT && !attribute.values().isEmpty()) {
          omitted[slot] = attribute.values().get(0);
        }
      }
    }
    return new ArffDecoder(layout, readers, fields, factory, omitted);
  }

  private static FieldReader reader(ArffHeader.Attribute attribute, RowSchema.Type type) {
    if (type == RowSchema.Type.NUMBER) {
      return attribute.kind() == ArffHeader.Kind.DATE
          ? new DateField(attribute.dateFormat())
          : NumberField.OR_MISSING;
    }
    return attribute.kind() == ArffHeader.Kind.NOMINAL
        ? new NominalField(attribute.values())
        : new TextField();
  }
}
