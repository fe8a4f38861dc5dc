package dev.millrace.core.source.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Records in the log's form, collected to be written at once. Used by one thread.
 *
 * <pre>
 * int length   of the content; negative (-1 - length) for the beginning of a record that is too
 *              long; plus 2^30 where more records follow that belong to the same append
 * int check    CRC32C of length and content
 * length bytes content
 * </pre>
 */
public final class LogFrames {
  static final int HEADER = 8;

  private static final int MORE = 1 << 30;

  /** No content is longer, in bytes; a greater length is a sign of damage. */
  public static final int LONGEST = 64 << 20;

  private byte[] bytes = new byte[64 << 10];
  private int size;
  private int records;

  /** Adds a record: the bytes between two places of {@code source}, at most {@link #LONGEST}. */
  public void add(byte[] source, int from, int to) {
    add(source, from, to, to - from);
  }

  /** Adds the beginning of a record that is too long to be kept. */
  public void addTooLong(byte[] source, int from, int to) {
    add(source, from, to, -1 - (to - from));
  }

  /** Adds a record that is not to be there without the one that is added next. */
  public void addWithNext(byte[] source, int from, int to) {
    add(source, from, to, (to - from) | MORE);
  }

  private void add(byte[] source, int from, int to, int code) {
    int length = to - from;
    if (length > LONGEST) {
      throw new IllegalArgumentException("record of " + length + " bytes, limit " + LONGEST);
    }
    int frame = HEADER + length;
    if (bytes.length - size < frame) {
      bytes = Arrays.copyOf(bytes, Math.max(size + frame, 2 * bytes.length));
    }
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

  /** How many records were added. */
  public int records() {
    return records;
  }

  public void clear() {
    size = 0;
    records = 0;
  }

  static int length(int code) {
    return code < 0 ? -1 - code : code & ~MORE;
  }

  /** Whether the record belongs together with the next one. */
  static boolean hasMore(int code) {
    return code > 0 && (code & MORE) != 0;
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
