package dev.millrace.file;

/** CSV files of columns that are functions. */
record CsvLines<T>(CsvColumns<T> columns) implements LineFormat<T> {
  @Override
  public String extension() {
    return "csv";
  }

  @Override
  public byte[] header() {
    ByteOutput out = new ByteOutput();
    CsvLine line = new CsvLine(out);
    columns.names().forEach(line::text);
    line.end();
    return out.toBytes();
  }

  @Override
  public LineEncoder<T> encoder() {
    return new LineEncoder<>() {
      private ByteOutput target;
      private CsvLine line;

      @Override
      public void encode(T value, ByteOutput out) throws Exception {
        if (out != target) {
          target = out;
          line = new CsvLine(out);
        }
        columns.write(value, line);
      }
    };
  }
}
