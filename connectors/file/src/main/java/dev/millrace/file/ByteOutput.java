package dev.millrace.file;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow. Used by one thread. */
final class ByteOutput extends OutputStream {
  /** From here up to the next, numbers are written without an exponent. */
  private static final double LEAST_PLAIN = 1e-3;

  private static final double BEYOND_PLAIN = 1e7;

  /** With seven digits before the point that makes 13. */
  private static final int MOST_PLACES = 6;

  private byte[] bytes = new byte[1024];
  private int size;

  @Override
  public void write(int b) {
    reserve(1);
    bytes[size++] = (byte) b;
  }

  @Override
  public void write(byte[] source, int from, int length) {
    reserve(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /** Writes characters that are all ASCII. */
  @SuppressWarnings("deprecation") // takes the low bytes, which is all there is to ASCII
  void ascii(String text) {
    int length = text.length();
    reserve(length);
    text.getBytes(0, length, bytes, size);
    size += length;
  }

  void text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    write(encoded, 0, encoded.length);
  }

  void whole(long value) {
    if (value < 0) {
      write('-');
    }
    digits(value < 0 ? value : -value, 1);
  }

  /**
   * The shortest text that reads back as the same number; the same on every Java (Schubfach, R.
   * Giulietti 2020), which {@link Double#toString} is not.
   *
   * <p>Decimals of up to 15 digits are told apart by doubles. So where one with few digits reads
   * back as the number, it is that text, and nothing more has to be searched for.
   */
  void number(double value) {
    double absolute = Math.abs(value);
    if (absolute >= LEAST_PLAIN && absolute < BEYOND_PLAIN) {
      long power = 1;
      for (int places = 1; places <= MOST_PLACES; places++) {
        power *= 10;
        long decimal = (long) (absolute * power + 0.5);
        if ((double) decimal / power == absolute) {
          if (value < 0) {
            write('-');
          }
          digits(-(decimal / power), 1);
          write('.');
          digits(-(decimal % power), places);
          return;
        }
      }
    }
    ascii(NumberOutput.toString(value, true));
  }

  /**
   * The digits of a number that is not positive, since there is one more of those; at least so many
   * of them.
   */
  private void digits(long negative, int least) {
    int count = 1;
    for (long rest = negative / 10; rest != 0 || count < least; rest /= 10) {
      count++;
    }
    reserve(count);
    long rest = negative;
    for (int i = size + count - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' - rest % 10);
      rest /= 10;
    }
    size += count;
  }

  int size() {
    return size;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
