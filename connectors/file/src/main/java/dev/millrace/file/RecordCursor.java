package dev.millrace.file;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.ZipException;

/**
 * Walks over the records of a stream of bytes: {@link #next} finds one, {@link #accept} steps over
 * it. Holds at most a record of the longest size allowed beside what the caller retains; of a
 * longer one, only the first bytes.
 *
 * <p>The buffer holds a contiguous piece of the file, always with the {@link FileOffset#CHECKED}
 * bytes before the position. Bytes are only ever added behind, and a full buffer is replaced, not
 * overwritten; so a slice that was handed out stays valid.
 */
final class RecordCursor implements Closeable {
  private static final int READ = 256 << 10;

  /** How many bytes of a record that is too long are kept to show. */
  static final int EXCERPT = 1200;

  private final InputStream in;
  private final RecordScanner scanner;
  private final int capacity;
  private long remaining;
  private byte[] buffer;
  private long base;
  private int position;
  private int retained;
  private int limit;
  private long line;
  private boolean ended;
  private boolean damaged;
  private long unitStart;
  private int unitEnd;
  private byte[] excerpt;
  private FileOffset longRecord = FileOffset.START;

  private RecordCursor(InputStream in, RecordScanner scanner, byte[] buffer, long remaining) {
    this.in = in;
    this.scanner = scanner;
    this.buffer = buffer;
    this.capacity = buffer.length;
    this.remaining = remaining;
  }

  /**
   * Reads {@code in}, whose first byte is the file's byte {@code base}, in line {@code line}.
   *
   * @param length most bytes to read
   * @param capacity of the buffer, to begin with
   */
  static RecordCursor reading(
      InputStream in, RecordScanner scanner, int capacity, long base, long line, long length) {
    RecordCursor cursor = new RecordCursor(in, scanner, new byte[capacity], length);
    cursor.base = base;
    cursor.line = line;
    return cursor;
  }

  /** Walks over {@code bytes[from, to)}, which are all there is. */
  static RecordCursor over(byte[] bytes, int from, int to, RecordScanner scanner, long line) {
    RecordCursor cursor = new RecordCursor(InputStream.nullInputStream(), scanner, bytes, 0);
    cursor.position = from;
    cursor.retained = from;
    cursor.limit = to;
    cursor.line = line;
    cursor.ended = true;
    return cursor;
  }

  /**
   * Finds the next record, or blank line.
   *
   * @param last whether the input's end ends the last record; otherwise a record without line end
   *     is waited for
   * @return whether there is one
   */
  boolean next(boolean last) throws IOException {
    if (excerpt != null) {
      return finishLongRecord(last);
    }
    unitStart = base + position;
    while (position < limit || !ended) {
      boolean atEnd = ended && last && !damaged;
      unitEnd = scanner.scan(buffer, position, limit, atEnd);
      if (unitEnd != RecordScanner.INCOMPLETE) {
        if (unitEnd - position > longest()) {
          beginLongRecord();
        }
        return true;
      }
      if (limit - position > longest()) {
        beginLongRecord();
        return finishLongRecord(last);
      }
      if (ended || (fill() == 0 && (!last || damaged))) {
        return false;
      }
    }
    return false;
  }

  /** A longer record is not kept whole. */
  int longest() {
    return Math.max(scanner.maxRecordBytes(), READ);
  }

  private void beginLongRecord() {
    longRecord = offset();
    excerpt = Arrays.copyOfRange(buffer, position, Math.min(limit, position + EXCERPT));
  }

  /** Skips to the line end without keeping the bytes in between. */
  private boolean finishLongRecord(boolean last) throws IOException {
    while (true) {
      for (int i = position; i < limit; i++) {
        if (buffer[i] == '\n') {
          unitEnd = i + 1;
          return true;
        }
      }
      position = limit;
      retained = limit;
      if (ended || fill() == 0) {
        unitEnd = limit;
        return last && !damaged;
      }
    }
  }

  /** Steps over what {@link #next} found. */
  void accept() {
    if (excerpt == null) {
      line += scanner.lines();
    } else {
      line += buffer[unitEnd - 1] == '\n' ? 1 : 0;
      excerpt = null;
    }
    position = unitEnd;
  }

  /** Keeps all from the current position on in one buffer until called again. */
  void retain() {
    retained = position;
  }

  /** Whether the found record is too long to be kept; {@link #excerpt} has its first bytes. */
  boolean isSkipped() {
    return excerpt != null;
  }

  byte[] excerpt() {
    return excerpt;
  }

  RecordScanner.Kind kind() {
    return excerpt == null ? scanner.kind() : RecordScanner.Kind.TOO_LONG;
  }

  byte[] buffer() {
    return buffer;
  }

  /** Index of the first retained byte. */
  int retainedFrom() {
    return retained;
  }

  /** Index of the found record's first byte, and of the byte behind what was accepted. */
  int from() {
    return position;
  }

  /** Index behind the found record, without its line end. */
  int contentEnd() {
    return RecordScanner.contentEnd(buffer, position, unitEnd);
  }

  /** How many bytes the found record takes up with its line end. */
  long unitBytes() {
    return base + unitEnd - unitStart;
  }

  /** How far the content has been read. */
  long bytesRead() {
    return base + limit;
  }

  /** How far the file, which may be compressed, has been read. */
  long fileBytesRead() {
    return in instanceof GzipInput gzip ? gzip.compressedBytesRead() : bytesRead();
  }

  /** Whether everything there is was accepted, up to the end of the input. */
  boolean isAtEnd() {
    return ended && !damaged && position == limit && excerpt == null;
  }

  /** How many line feeds stand before the current position. */
  long line() {
    return line;
  }

  /** Whether the input could not be decompressed to its end. */
  boolean isDamaged() {
    return damaged;
  }

  /** The input may have grown since its end was met. */
  void resume() {
    ended = damaged;
  }

  /** Where the next record begins, whether found or not. */
  FileOffset offset() {
    if (excerpt != null) {
      return longRecord;
    }
    return new FileOffset(line, base + position, check(position), FileOffset.Mark.OPEN);
  }

  private int check(int at) {
    CRC32C crc = new CRC32C();
    int length = (int) Math.min(FileOffset.CHECKED, Math.min(at, base + at));
    crc.update(buffer, at - length, length);
    return length == 0 ? 0 : (int) crc.getValue();
  }

  /** Steps over {@code bytes}, as far as there are any. */
  void skip(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      int step = (int) Math.min(left, limit - position);
      position += step;
      retained = position;
      left -= step;
      if (left > 0 && (ended || fill() == 0)) {
        return;
      }
    }
  }

  /** Steps over a byte order mark. */
  void skipByteOrderMark() throws IOException {
    while (limit - position < 3 && !ended) {
      fill();
    }
    if (limit - position >= 3
        && (buffer[position] & 0xFF) == 0xEF
        && (buffer[position + 1] & 0xFF) == 0xBB
        && (buffer[position + 2] & 0xFF) == 0xBF) {
      position += 3;
      retained = position;
    }
  }

  private int fill() throws IOException {
    if (limit == buffer.length) {
      makeRoom();
    }
    int read;
    try {
      int most = (int) Math.min(Math.min(buffer.length - limit, READ), remaining);
      read = most == 0 ? -1 : in.read(buffer, limit, most);
    } catch (EOFException | ZipException e) {
      damaged = true;
      read = -1;
    }
    if (read <= 0) {
      ended = true;
      return 0;
    }
    limit += read;
    remaining -= read;
    return read;
  }

  private void makeRoom() {
    int keepFrom = Math.max(0, Math.min(retained, position) - FileOffset.CHECKED);
    int kept = limit - keepFrom;
    byte[] next = new byte[Math.max(capacity, kept + Math.max(READ, kept / 2))];
    System.arraycopy(buffer, keepFrom, next, 0, kept);
    buffer = next;
    base += keepFrom;
    position -= keepFrom;
    retained -= keepFrom;
    limit = kept;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
