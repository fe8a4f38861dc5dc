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
  /** Bytes of a record beside its content. */
  public static final int HEADER = 8;

  private static final int MORE = 1 << 30;

  /** No content is longer, in bytes; a greater length is a sign of damage. */
  public static final int LONGEST = 64 << 20;

  private static final byte[] NO_HEAD = {};

  private byte[] bytes;
  private int size;
  private int records;

  public LogFrames() {
    this(64 << 10);
  }

  /**
   * @param capacity so many bytes, of contents and {@link #HEADER} for each, need no more memory
   */
  public LogFrames(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** Adds a record: the bytes between two places of {@code source}, at most {@link #LONGEST}. */
  public void add(byte[] source, int from, int to) {
    add(NO_HEAD, source, from, to);
  }

  /** Adds a record: {@code head}, and what follows it. */
  public void add(byte[] head, byte[] source, int from, int to) {
    add(head.length + to - from, head, source, from, to);
  }

  /** Adds the beginning of a record that is too long to be kept. */
  public void addTooLong(byte[] source, int from, int to) {
    add(-1 - (to - from), NO_HEAD, source, from, to);
  }

  /** Adds a record that is not to be there without the one that is added next. */
  public void addWithNext(byte[] source, int from, int to) {
    addWithNext(NO_HEAD, source, from, to);
  }

  /** Adds {@code head}, and what follows it, not to be there without what is added next. */
  public void addWithNext(byte[] head, byte[] source, int from, int to) {
    add((head.length + to - from) | MORE, head, source, from, to);
  }

  private void add(int code, byte[] head, byte[] source, int from, int to) {
    int length = head.length + to - from;
    if (length > LONGEST) {
      throw new IllegalArgumentException("record of " + length + " bytes, limit " + LONGEST);
    }
    int frame = HEADER + length;
    if (bytes.length - size < frame) {
      bytes = Arrays.copyOf(bytes, Math.max(size + frame, 2 * bytes.length));
    }
    int content = size + HEADER;
    System.arraycopy(head, 0, bytes, content, head.length);
    System.arraycopy(source, from, bytes, content + head.length, to - from);
    ByteBuffer header = ByteBuffer.wrap(bytes, size, HEADER);
    header.putInt(code).putInt(check(code, bytes, content, content + length));
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
