package dev.millrace.flume;

import java.util.Arrays;

/** Events in {@link EventCodec}'s form, one after the other. Used by one thread. */
final class ReceivedEvents {
  private byte[] bytes;
  private int size;
  private int headersAt;

  /** Where the events end. */
  private int[] ends = new int[1_024];

  private int count;

  /**
   * @param expectedBytes how many bytes they take, about
   */
  ReceivedEvents(int expectedBytes) {
    this.bytes = new byte[expectedBytes];
  }

  void begin(byte[] body, int from, int length) {
    put(body, from, length);
    headersAt = size;
  }

  /** Adds a name, or the value of the name before it. */
  void text(byte[] text, int from, int length) {
    putInt(length);
    put(text, from, length);
  }

  void end() {
    putInt(size - headersAt);
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = size;
  }

  private void put(byte[] source, int from, int length) {
    reserve(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  private void putInt(int value) {
    reserve(Integer.BYTES);
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, Math.addExact(size, size / 2)));
    }
  }

  int count() {
    return count;
  }

  /** Where the events are. */
  byte[] bytes() {
    return bytes;
  }

  int start(int event) {
    return event == 0 ? 0 : ends[event - 1];
  }

  int end(int event) {
    return ends[event];
  }
}
