package dev.millrace.kafka;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages as bytes, one after the other:
 *
 * <pre>
 * long  timestamp        negative: none
 * bytes key              bytes: int length, -1 for none; then so many bytes
 * bytes value
 * int   headers          so many times:
 *   bytes key, UTF-8
 *   bytes value
 * </pre>
 *
 * Numbers are big-endian.
 */
final class Frames {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  void add(Message message) throws IOException {
    out.writeLong(message.timestamp());
    write(out, message.key());
    write(out, message.value());
    out.writeInt(message.headers().size());
    for (KafkaHeader header : message.headers()) {
      write(out, header.key().getBytes(StandardCharsets.UTF_8));
      write(out, header.value());
    }
  }

  private static void write(DataOutput out, byte[] data) throws IOException {
    out.writeInt(data == null ? -1 : data.length);
    if (data != null) {
      out.write(data);
    }
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** Reads one; the bytes must have been verified. */
  static Message read(DataInput in) throws IOException {
    long timestamp = in.readLong();
    byte[] key = bytes(in);
    byte[] value = bytes(in);
    int count = in.readInt();
    List<KafkaHeader> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      headers.add(new KafkaHeader(new String(bytes(in), StandardCharsets.UTF_8), bytes(in)));
    }
    return new Message(key, value, timestamp, headers);
  }

  private static byte[] bytes(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] data = new byte[length];
    in.readFully(data);
    return data;
  }
}
