package dev.millrace.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.zip.GZIPInputStream;

/**
 * Decompresses, one member after the other. An empty file holds nothing; a file that is no gzip
 * file, or damaged, or cut off, fails at the read that meets it, after all that stands before.
 */
final class GzipInput extends InputStream {
  private static final int BUFFER = 64 << 10;

  private final FileChannel file;
  private final InputStream compressed;
  private InputStream in;
  private long compressedBytesRead;

  GzipInput(FileChannel file) {
    this.file = file;
    this.compressed = Channels.newInputStream(file);
  }

  /** How far the file has been read. */
  long compressedBytesRead() {
    return compressedBytesRead;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (in == null) {
      in =
          compressed.available() == 0
              ? InputStream.nullInputStream()
              : new GZIPInputStream(compressed, BUFFER);
    }
    int read = in.read(bytes, offset, length);
    compressedBytesRead = file.position();
    return read;
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
