package dev.millrace.kafka;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final int FIRST_CAPACITY = 1 << 12;

  private ByteBuffer out = ByteBuffer.allocate(FIRST_CAPACITY);

  void add(Message message) {
    reserve(Long.BYTES).putLong(message.timestamp());
    write(message.key());
    write(message.value());
    reserve(Integer.BYTES).putInt(message.headers().size());
    for (KafkaHeader header : message.headers()) {
      write(header.key().getBytes(StandardCharsets.UTF_8));
      write(header.value());
    }
  }

  private void write(byte[] data) {
    if (data == null) {
      reserve(Integer.BYTES).putInt(-1);
    } else {
      reserve(Math.addExact(Integer.BYTES, data.length)).putInt(data.length).put(data);
    }
  }

  /** Makes room for so many bytes. */
  private ByteBuffer reserve(int bytes) {
    if (out.remaining() < bytes) {
      int needed = Math.addExact(out.position(), bytes);
      int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * out.capacity());
      byte[] larger = Arrays.copyOf(out.array(), Math.max(needed, doubled));
      out = ByteBuffer.wrap(larger).position(out.position());
    }
    return out;
  }

  byte[] toBytes() {
    return Arrays.copyOf(out.array(), out.position());
  }

  /**
   * Reads one.
   *
   * @throws BufferUnderflowException when the bytes are no frames
   */
  static Message read(ByteBuffer in) {
    long timestamp = in.getLong();
    byte[] key = bytes(in);
    byte[] value = bytes(in);
    int count = in.getInt();
    if (count == 0) {
      return new Message(key, value, timestamp, List.of());
    }
    List<KafkaHeader> headers = new ArrayList<>(require(count, in));
    for (int i = 0; i < count; i++) {
      byte[] name = new byte[require(in.getInt(), in)];
      in.get(name);
      headers.add(new KafkaHeader(new String(name, StandardCharsets.UTF_8), bytes(in)));
    }
    return new Message(key, value, timestamp, headers);
  }

  /** No more than there are bytes left, whatever it counts. */
  private static int require(int count, ByteBuffer in) {
    if (count < 0 || count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    return count;
  }

  private static byte[] bytes(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0) {
      return null;
    }
    byte[] data = new byte[require(length, in)];
    in.get(data);
    return data;
  }
}
