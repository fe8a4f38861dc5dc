package dev.millrace.jupyter;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Lets so many bytes of a cell's output through, says once that there were more, drops the rest.
 */
final class LimitedOutput extends FilterOutputStream {
  static final int MOST_BYTES = 200_000;

  private int left = MOST_BYTES;

  private LimitedOutput(OutputStream out) {
    super(out);
  }

  static PrintStream of(OutputStream out) {
    return new PrintStream(new LimitedOutput(out), true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    if (left < 0) {
      return;
    }
    out.write(bytes, from, Math.min(left, length));
    left -= length;
    if (left < 0) {
      String cut = "%n… all output after %,d bytes is left out%n".formatted(MOST_BYTES);
      out.write(cut.getBytes(StandardCharsets.UTF_8));
    }
  }
}
