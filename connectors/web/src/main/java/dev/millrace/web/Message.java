package dev.millrace.web;

import dev.millrace.core.source.log.LogFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a feed sent, in the form of the log: a byte with the length of the event's id, the id, a
 * byte with the length of its type, the type, and the content, all in UTF-8. A WebSocket has
 * neither ids nor types.
 *
 * @param id the last event id of the feed at that place
 * @param content not modified; the beginning if it is too long
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Message(String id, String type, byte[] content, boolean isTooLong) {
  private static final int LONGEST_NAME = 127;

  static Message of(byte[] content, boolean isTooLong) {
    return new Message("", "", content, isTooLong);
  }

  /** An id or type as it can be kept: one that takes more than 127 bytes counts as none. */
  static String name(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME ? "" : text;
  }

  String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  byte[] encode() {
    byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[2 + idBytes.length + typeBytes.length + content.length];
    bytes[0] = (byte) idBytes.length;
    System.arraycopy(idBytes, 0, bytes, 1, idBytes.length);
    int at = 1 + idBytes.length;
    bytes[at] = (byte) typeBytes.length;
    System.arraycopy(typeBytes, 0, bytes, at + 1, typeBytes.length);
    System.arraycopy(content, 0, bytes, at + 1 + typeBytes.length, content.length);
    return bytes;
  }

  /** Where a part of a record stands. */
  private record Part(int start, int length) {
    int end() {
      return start + length;
    }
  }

  private static Part id(byte[] bytes, int start) {
    return new Part(start + 1, bytes[start]);
  }

  private static Part type(byte[] bytes, int start) {
    int at = id(bytes, start).end();
    return new Part(at + 1, bytes[at]);
  }

  private static String text(byte[] bytes, Part part) {
    return new String(bytes, part.start(), part.length(), StandardCharsets.UTF_8);
  }

  /** Reads a record of the log. */
  static Message decode(byte[] bytes, int length) {
    int content = content(bytes, 0);
    return new Message(
        text(bytes, id(bytes, 0)),
        text(bytes, type(bytes, 0)),
        Arrays.copyOfRange(bytes, content, length),
        false);
  }

  /** Where the content of a record begins. */
  private static int content(byte[] bytes, int start) {
    return type(bytes, start).end();
  }

  /** A decoder of records; what it makes of the content is up to others. */
  private interface ContentDecoder<T> extends LogFormat.Decoder<T> {
    @Override
    default String excerpt(byte[] bytes, int start, int length) {
      int content = content(bytes, start);
      return LogFormat.Decoder.super.excerpt(bytes, content, start + length - content);
    }
  }

  /** Makes a value of the content alone. */
  record Contents<T>(LogFormat.Decoder<T> decoder) implements ContentDecoder<T> {
    @Override
    public T decode(byte[] bytes, int start, int length) throws Exception {
      int content = content(bytes, start);
      return decoder.decode(bytes, content, start + length - content);
    }
  }

  /** Makes events. */
  record Events() implements ContentDecoder<ServerSentEvent> {
    @Override
    public ServerSentEvent decode(byte[] bytes, int start, int length) {
      int content = content(bytes, start);
      return new ServerSentEvent(
          text(bytes, id(bytes, start)),
          text(bytes, type(bytes, start)),
          text(bytes, new Part(content, start + length - content)));
    }
  }
}
