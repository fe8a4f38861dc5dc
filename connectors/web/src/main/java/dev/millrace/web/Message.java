package dev.millrace.web;

import dev.millrace.core.source.log.LogFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a feed sent, in the form of the log: a byte with the length of the event's id, the id, a
 * byte with the length of its type, the type, and the content, all in UTF-8. A WebSocket has
 * neither ids nor types.
 *
 * @param logged not modified; ends with the beginning of the content if that is too long
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Message(byte[] logged, boolean isTooLong) {
  /** No name is longer, in bytes. */
  static final int LONGEST_NAME = 127;

  private static final byte[] NO_NAME = {};

  static Message of(byte[] content, boolean isTooLong) {
    return of(NO_NAME, NO_NAME, content, content.length, isTooLong);
  }

  /**
   * @param id the last event id of the feed at that place, of at most {@link #LONGEST_NAME} bytes
   * @param type likewise
   * @param content the first {@code length} bytes are it
   */
  static Message of(byte[] id, byte[] type, byte[] content, int length, boolean isTooLong) {
    byte[] logged = new byte[2 + id.length + type.length + length];
    logged[0] = (byte) id.length;
    System.arraycopy(id, 0, logged, 1, id.length);
    int at = 1 + id.length;
    logged[at] = (byte) type.length;
    System.arraycopy(type, 0, logged, at + 1, type.length);
    System.arraycopy(content, 0, logged, at + 1 + type.length, length);
    return new Message(logged, isTooLong);
  }

  /** One with the same id and type. */
  Message withContent(byte[] content) {
    int before = content(logged, 0);
    byte[] other = Arrays.copyOf(logged, before + content.length);
    System.arraycopy(content, 0, other, before, content.length);
    return new Message(other, false);
  }

  /** The last event id of the feed at that place. */
  String id() {
    return text(logged, id(logged, 0));
  }

  /** The content. */
  String text() {
    int content = content(logged, 0);
    return text(logged, new Part(content, logged.length - content));
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
