package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: what is not valid is an error, never a replacement character. */
final class Utf8 {
  private Utf8() {}

  static String decode(byte[] bytes, int from, int to) throws BadRecordException {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        return decodeStrictly(bytes, from, to);
      }
    }
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static String decodeStrictly(byte[] bytes, int from, int to) throws BadRecordException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new BadRecordException(
          "text is not valid UTF-8: '" + lenient(bytes, from, to) + "'; convert the file to UTF-8");
    }
  }

  /** For messages: at most 80 bytes, with invalid ones replaced and control characters shown. */
  static String lenient(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + 80);
    String text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) ? '\uFFFD' : c);
    }
    return end < to ? out + "…" : out.toString();
  }
}
