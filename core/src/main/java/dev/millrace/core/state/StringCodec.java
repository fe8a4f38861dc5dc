package dev.millrace.core.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text of any length.
 *
 * <pre>{@code
 * int32 n >= 0 | n bytes of UTF-8
 * int32 n < 0  | -n chars, for text that is not well-formed UTF-16 and so has no UTF-8
 * }</pre>
 */
final class StringCodec implements StateCodec<String> {
  private static final long serialVersionUID = 1L;
  private static final char REPLACEMENT = '\uFFFD';

  @Override
  public String layout() {
    return "utf8";
  }

  @Override
  public void write(String value, DataOutput out) throws IOException {
    if (isWellFormed(value)) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
    } else {
      out.writeInt(-value.length());
      out.writeChars(value);
    }
  }

  @Override
  public String read(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return readChars(in, -(long) length);
    }
    byte[] utf8 = Lengths.readBytes(in, length);
    String text = new String(utf8, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0
        && !Arrays.equals(utf8, text.getBytes(StandardCharsets.UTF_8))) {
      throw new IOException("expected UTF-8, got other bytes");
    }
    return text;
  }

  private static String readChars(DataInput in, long length) throws IOException {
    StringBuilder text = new StringBuilder();
    for (long i = 0; i < length; i++) {
      text.append(in.readChar());
    }
    String value = text.toString();
    if (isWellFormed(value)) {
      throw new IOException("expected text that has no UTF-8, got text that has");
    }
    return value;
  }

  /** Whether every surrogate has its partner. */
  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
