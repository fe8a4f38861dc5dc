package dev.millrace.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Decompresses, one member after the other. An empty file holds nothing; a file that is no gzip
 * file, or damaged, or cut off, fails at the read that meets it, after all that stands before.
 */
final class GzipInput extends InputStream {
  private static final int BUFFER = 64 << 10;

  private final Counted compressed;
  private InputStream in;

  /**
   * @param compressed whose {@code available} is 0 at the end alone, by which the JDK tells whether
   *     another member follows
   */
  GzipInput(InputStream compressed) {
    this.compressed = new Counted(compressed);
  }

  /** Counts the bytes that were read. */
  private static final class Counted extends FilterInputStream {
    private long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      bytes += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      bytes += Math.max(0, read);
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = in.skip(count);
      bytes += skipped;
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  /** How far the file has been read. */
  long compressedBytesRead() {
    return compressed.bytes;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (in == null) {
      in =
          compressed.available() == 0
              ? InputStream.nullInputStream()
              : new GZIPInputStream(compressed, BUFFER);
    }
    return in.read(bytes, offset, length);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public void close() throws IOException {
    compressed.close();
  }
}
