package dev.millrace.core.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** UTF-8 text. */
record TextFormat() implements RecordFormat<String> {
  private static final char REPLACEMENT = '\uFFFD';

  @Override
  public String decode(byte[] data) throws BadRecordException {
    String text = new String(data, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      requireUtf8(data);
    }
    return text;
  }

  /** Tells a replacement character that was sent from one that stands for something broken. */
  private static void requireUtf8(byte[] data) throws BadRecordException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data));
    } catch (CharacterCodingException e) {
      throw new BadRecordException("expected UTF-8 text, got other bytes");
    }
  }

  @Override
  public byte[] encode(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
