package dev.millrace.flume;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Events as bytes, in the log and in staged batches; the body first, so that an excerpt shows it:
 *
 * <pre>
 * ...   body
 * ...   headers, each:
 *   int length, then the name, UTF-8
 *   int length, then the value, UTF-8
 * int   bytes of the headers
 * </pre>
 *
 * Numbers are big-endian.
 */
final class EventCodec {
  private static final byte[] NO_HEADERS = {};

  private EventCodec() {}

  /** Headers as they stand in an encoded event. */
  static byte[] encodeHeaders(Map<String, String> headers) {
    if (headers.isEmpty()) {
      return NO_HEADERS;
    }
    byte[][] texts = new byte[2 * headers.size()][];
    int size = 0;
    int index = 0;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      texts[index] = header.getKey().getBytes(StandardCharsets.UTF_8);
      texts[index + 1] = header.getValue().getBytes(StandardCharsets.UTF_8);
      size += 2 * Integer.BYTES + texts[index].length + texts[index + 1].length;
      index += 2;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    for (byte[] text : texts) {
      out.putInt(text.length).put(text);
    }
    return out.array();
  }

  /** How many bytes an event takes. */
  static int size(byte[] body, byte[] headers) {
    return Math.addExact(body.length, headers.length + Integer.BYTES);
  }

  /**
   * Writes an event.
   *
   * @param headers as {@link #encodeHeaders} makes them
   */
  static void put(byte[] body, byte[] headers, ByteBuffer out) {
    out.put(body).put(headers).putInt(headers.length);
  }

  /**
   * Reads what was encoded.
   *
   * @throws BufferUnderflowException when a length is more than there is
   */
  static FlumeEvent decode(byte[] bytes, int start, int length) {
    ByteBuffer left = headers(bytes, start, length);
    Map<String, String> headers = left.hasRemaining() ? new TreeMap<>() : Map.of();
    while (left.hasRemaining()) {
      headers.put(string(text(left)), string(text(left)));
    }
    return new FlumeEvent(headers, decodeBody(bytes, start, length));
  }

  /** The value of a header of what was encoded; null when there is none of this name. */
  static String header(byte[] bytes, int start, int length, String name) {
    ByteBuffer left = headers(bytes, start, length);
    ByteBuffer wanted = StandardCharsets.UTF_8.encode(name);
    ByteBuffer found = null;
    while (left.hasRemaining()) {
      ByteBuffer text = text(left);
      ByteBuffer value = text(left);
      found = text.equals(wanted) ? value : found;
    }
    return found == null ? null : string(found);
  }

  /** The body of what was encoded. */
  static byte[] decodeBody(byte[] bytes, int start, int length) {
    return Arrays.copyOfRange(
        bytes, start, headersAt(ByteBuffer.wrap(bytes), start, start + length));
  }

  private static ByteBuffer headers(byte[] bytes, int start, int length) {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    int at = headersAt(all, start, start + length);
    return all.slice(at, start + length - Integer.BYTES - at);
  }

  /** Where an encoded event between two places of a buffer has its headers, behind its body. */
  static int headersAt(ByteBuffer bytes, int start, int end) {
    int headersEnd = end - Integer.BYTES;
    int headerBytes = headersEnd < start ? -1 : bytes.getInt(headersEnd);
    if (headerBytes < 0 || headerBytes > headersEnd - start) {
      throw new BufferUnderflowException();
    }
    return headersEnd - headerBytes;
  }

  /** The next text of encoded headers. */
  static ByteBuffer text(ByteBuffer headers) {
    int length = headers.getInt();
    if (length < 0 || length > headers.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer text = headers.slice(headers.position(), length);
    headers.position(headers.position() + length);
    return text;
  }

  private static String string(ByteBuffer text) {
    int from = text.arrayOffset() + text.position();
    return new String(text.array(), from, text.remaining(), StandardCharsets.UTF_8);
  }
}
