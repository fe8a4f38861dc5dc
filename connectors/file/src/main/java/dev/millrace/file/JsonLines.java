package dev.millrace.file;

import com.fasterxml.jackson.databind.ObjectWriter;

/** Files of one JSON value per line. */
record JsonLines<T>() implements LineFormat<T> {
  @Override
  public String extension() {
    return "jsonl";
  }

  @Override
  public byte[] header() {
    return new byte[0];
  }

  @Override
  public LineEncoder<T> encoder() {
    ObjectWriter writer = Json.MAPPER.writer();
    return (value, out) -> {
      byte[] line = writer.writeValueAsBytes(value);
      out.write(line, 0, line.length);
      out.write('\n');
    };
  }
}
