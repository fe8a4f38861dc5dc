package dev.millrace.http.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** How an event is written. */
final class Messages {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] END = {'\n', '\n'};

  private Messages() {}

  /** The data of an event. */
  interface Data {
    void write(JsonGenerator out) throws IOException;
  }

  /** A server-sent event whose data are one line of JSON. */
  static byte[] event(String name, Data data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
    bytes.writeBytes(("event: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8));
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      data.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    bytes.writeBytes(END);
    return bytes.toByteArray();
  }

  /** To seven digits, which is more than can be seen; null where it is not finite. */
  static void number(JsonGenerator out, double value) throws IOException {
    if (!Double.isFinite(value)) {
      out.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      out.writeNumber((long) value);
    } else {
      out.writeNumber((float) value);
    }
  }

  static void number(JsonGenerator out, String name, double value) throws IOException {
    out.writeFieldName(name);
    number(out, value);
  }

  static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
