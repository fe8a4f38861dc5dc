package dev.millrace.file;

import dev.millrace.core.SourceException;
import dev.millrace.core.file.FileTree;
import dev.millrace.core.file.FileTree.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * One file of a source.
 *
 * @param split its name within the source
 * @param tree where it is
 * @param name within the tree
 */
record InputFile(String split, FileTree tree, String name) {
  private static final int SMALLEST_BUFFER = 8 << 10;
  private static final int LARGEST_BUFFER = 4 << 20;

  boolean isCompressed() {
    return isCompressed(name.isEmpty() ? split : name);
  }

  static boolean isCompressed(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  /** As it is now. */
  Entry entry() throws IOException {
    return tree.entry(name);
  }

  /** Where it is, for messages. */
  String where() {
    return name.isEmpty() ? tree.toString() : tree + "/" + name;
  }

  /**
   * Reads the header with a cursor of its own.
   *
   * @return what {@link HeaderReader#read} gives; empty when there is none
   */
  byte[] header(RecordScanner scanner, HeaderKind kind) throws IOException {
    if (kind == HeaderKind.NONE) {
      return new byte[0];
    }
    try (RecordCursor cursor = open(scanner, FileOffset.START, Long.MAX_VALUE)) {
      cursor.skipByteOrderMark();
      byte[] header = new HeaderReader(split, kind).read(cursor, true);
      return header == null ? new byte[0] : header;
    }
  }

  /** Opens the file for reading from {@code at} on, at most up to position {@code until}. */
  RecordCursor open(RecordScanner scanner, FileOffset at, long until) throws IOException {
    return open(entry(), scanner, at, until);
  }

  /** Opens it as it was found. */
  RecordCursor open(Entry found, RecordScanner scanner, FileOffset at, long until)
      throws IOException {
    long start = Math.max(0, at.position() - FileOffset.CHECKED);
    InputStream raw = tree.open(found, isCompressed() ? 0 : Math.min(start, found.size()));
    try {
      InputStream in = isCompressed() ? compressed(raw, start) : raw;
      long length = until - start;
      int capacity = capacity(found.size(), length);
      RecordCursor cursor = RecordCursor.reading(in, scanner, capacity, start, at.line(), length);
      cursor.skip(at.position() - start);
      checkUnchanged(at, cursor.offset());
      return cursor;
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private int capacity(long fileSize, long length) {
    long expected = Math.min(length, isCompressed() ? 8 * fileSize : fileSize) + 1;
    return (int) Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, expected));
  }

  private InputStream compressed(InputStream raw, long start) throws IOException {
    InputStream in = new GzipInput(raw);
    try {
      in.skipNBytes(start);
    } catch (IOException e) {
      throw new SourceException(
          split
              + ": expected at least "
              + start
              + " bytes, of which the stream has read before, but the file is shorter or damaged"
              + " now; restore the file",
          e);
    }
    return in;
  }

  /** Fails if the file is not what it was when {@code expected} was reached. */
  void checkUnchanged(FileOffset expected, FileOffset actual) {
    if (actual.position() != expected.position() || actual.check() != expected.check()) {
      throw new SourceException(
          split
              + ": the file was changed: up to line "
              + expected.line()
              + " (byte "
              + expected.position()
              + ") it is not what the stream has read before; restore the file, or start afresh"
              + " without the checkpoint");
    }
  }
}
