package dev.millrace.hadoop;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A file as long as it was found: that it ends sooner is a failure, whatever the client says. */
final class WholeInput extends InputStream {
  private final InputStream in;
  private final String file;
  private final long size;
  private long position;

  WholeInput(InputStream in, String file, long position, long size) {
    this.in = in;
    this.file = file;
    this.position = position;
    this.size = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= size) {
      return -1;
    }
    int read;
    try {
      read = in.read(bytes, offset, (int) Math.min(length, size - position));
    } catch (EOFException e) {
      throw endsEarly(e);
    }
    if (read < 0) {
      throw endsEarly(null);
    }
    position += read;
    return read;
  }

  private IOException endsEarly(EOFException cause) {
    return new IOException(
        file + " ended after " + position + " of " + size + " bytes; it was cut off or replaced",
        cause);
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, size - position);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
