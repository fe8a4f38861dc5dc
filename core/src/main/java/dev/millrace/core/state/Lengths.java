package dev.millrace.core.state;

import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;

/** Reads what a length announces without trusting the length. */
final class Lengths {
  private static final int CHUNK = 8192;

  private Lengths() {}

  /** A count of elements that follow. */
  static int readCount(DataInput in) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new IOException("expected a count, got " + count);
    }
    return count;
  }

  /** Reads {@code length} bytes in chunks, so that nothing is allocated that is not there. */
  static byte[] readBytes(DataInput in, int length) throws IOException {
    byte[] bytes = new byte[Math.min(length, CHUNK)];
    in.readFully(bytes);
    while (bytes.length < length) {
      int from = bytes.length;
      bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * from));
      in.readFully(bytes, from, bytes.length - from);
    }
    return bytes;
  }
}
