package dev.millrace.file;

import dev.millrace.core.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One file of a source.
 *
 * @param split its name within the source
 * @param path where it is
 */
record InputFile(String split, Path path) {
  private static final int SMALLEST_BUFFER = 8 << 10;
  private static final int LARGEST_BUFFER = 4 << 20;

  boolean isCompressed() {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  boolean exists() {
    return Files.exists(path);
  }

  long size() throws IOException {
    return Files.size(path);
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
    long start = Math.max(0, at.position() - FileOffset.CHECKED);
    FileChannel channel = FileChannel.open(path);
    try {
      InputStream in = isCompressed() ? compressed(channel, start) : plain(channel, start);
      long length = until - start;
      int capacity = capacity(channel.size(), length);
      RecordCursor cursor = RecordCursor.reading(in, scanner, capacity, start, at.line(), length);
      cursor.skip(at.position() - start);
      checkUnchanged(at, cursor.offset());
      return cursor;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private int capacity(long fileSize, long length) {
    long expected = Math.min(length, isCompressed() ? 8 * fileSize : fileSize) + 1;
    return (int) Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, expected));
  }

  private static InputStream plain(FileChannel channel, long start) throws IOException {
    return Channels.newInputStream(channel.position(start));
  }

  private InputStream compressed(FileChannel channel, long start) throws IOException {
    InputStream in = new GzipInput(channel);
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
