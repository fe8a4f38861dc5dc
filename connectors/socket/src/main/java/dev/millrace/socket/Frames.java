package dev.millrace.socket;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Records in the log's form, collected to be written at once. Used by one thread.
 *
 * <pre>
 * int length   of the content; negative (-1 - length) for the beginning of a line that is too long
 * int check    CRC32C of length and content
 * length bytes content, without line end
 * </pre>
 */
final class Frames {
  static final int HEADER = 8;

  /** No content is longer; a greater length is a sign of damage. */
  static final int LONGEST = 64 << 20;

  private byte[] bytes = new byte[64 << 10];
  private int size;
  private int records;

  void add(byte[] source, int from, int to, boolean isTooLong) {
    int length = to - from;
    int frame = HEADER + length;
    if (bytes.length - size < frame) {
      bytes = Arrays.copyOf(bytes, Math.max(size + frame, 2 * bytes.length));
    }
    int code = isTooLong ? -1 - length : length;
    ByteBuffer header = ByteBuffer.wrap(bytes, size, HEADER);
    header.putInt(code).putInt(check(code, source, from, to));
    System.arraycopy(source, from, bytes, size + HEADER, length);
    size += frame;
    records++;
  }

  /** The frames, up to {@link #size}; valid until more are added. */
  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  int records() {
    return records;
  }

  void clear() {
    size = 0;
    records = 0;
  }

  static int length(int code) {
    return code < 0 ? -1 - code : code;
  }

  static int check(int code, byte[] content, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(code >>> 24);
    crc.update(code >>> 16);
    crc.update(code >>> 8);
    crc.update(code);
    crc.update(content, from, to - from);
    return (int) crc.getValue();
  }
}
