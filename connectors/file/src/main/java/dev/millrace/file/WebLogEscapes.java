package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;

/** What servers write for bytes that would break a line: {@code \"}, {@code \\}, {@code \xHH}. */
final class WebLogEscapes {
  private WebLogEscapes() {}

  /** The text that was meant; as it stands where that is no UTF-8. */
  static String unescape(byte[] bytes, int start, int end) {
    byte[] plain = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      byte b = bytes[i];
      if (b == '\\' && i + 1 < end) {
        b = bytes[++i];
        int high = b == 'x' && i + 2 < end ? Character.digit((char) bytes[i + 1], 16) : -1;
        int low = high >= 0 ? Character.digit((char) bytes[i + 2], 16) : -1;
        if (low >= 0) {
          plain[length++] = (byte) (16 * high + low);
          i += 2;
          continue;
        }
        b = control(b);
      }
      plain[length++] = b;
    }
    try {
      return Utf8.decode(plain, 0, length);
    } catch (BadRecordException e) {
      return WebLogValues.text(bytes, start, end);
    }
  }

  private static byte control(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0B;
      default -> letter;
    };
  }
}
