package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;

/** CSV records that come one by one, without a header. */
final class CsvLineDecoder implements LineDecoder<Row> {
  private static final long serialVersionUID = 1L;

  private final RowSchema columns;
  private final byte delimiter;

  /** A decoder fills buffers of its own, so each thread has one. */
  private transient volatile ThreadLocal<RecordDecoder<Row>> decoders;

  CsvLineDecoder(RowSchema columns, char delimiter) {
    if (delimiter >= 128 || delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
      throw new ConfigurationException(
          "expected a delimiter in ASCII other than a quote or line end, got '" + delimiter + "'");
    }
    this.columns = columns;
    this.delimiter = (byte) delimiter;
    this.decoders = decoders();
  }

  private ThreadLocal<RecordDecoder<Row>> decoders() {
    CsvRowFormat format = new CsvRowFormat(columns, delimiter, HeaderKind.NONE);
    FileDecoding<Row> decoding = format.decoding("line", new byte[0]);
    return ThreadLocal.withInitial(decoding::decoder);
  }

  @Override
  public Row decode(byte[] bytes, int from, int to) throws Exception {
    ThreadLocal<RecordDecoder<Row>> known = decoders;
    if (known == null) {
      known = decoders();
      decoders = known;
    }
    return known.get().decode(bytes, from, to);
  }
}
