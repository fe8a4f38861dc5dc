package dev.millrace.file;

/** One text per line. */
record TextFormat() implements Format<String> {
  @Override
  public RecordScanner scanner(int maxRecordBytes) {
    return RecordScanner.lines(maxRecordBytes);
  }

  @Override
  public HeaderKind header() {
    return HeaderKind.NONE;
  }

  @Override
  public FileDecoding<String> decoding(String file, byte[] header) {
    return () -> Utf8::decode;
  }
}
