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
  private EventCodec() {}

  static byte[] encode(FlumeEvent event) {
    byte[][] texts = new byte[2 * event.headers().size()][];
    int headerBytes = 0;
    int index = 0;
    for (Map.Entry<String, String> header : event.headers().entrySet()) {
      texts[index] = header.getKey().getBytes(StandardCharsets.UTF_8);
      texts[index + 1] = header.getValue().getBytes(StandardCharsets.UTF_8);
      headerBytes += 2 * Integer.BYTES + texts[index].length + texts[index + 1].length;
      index += 2;
    }
    int size = Math.addExact(event.body().length, headerBytes + Integer.BYTES);
    ByteBuffer out = ByteBuffer.allocate(size).put(event.body());
    for (byte[] text : texts) {
      out.putInt(text.length).put(text);
    }
    return out.putInt(headerBytes).array();
  }

  /**
   * Reads what was encoded.
   *
   * @throws BufferUnderflowException when a length is more than there is
   */
  static FlumeEvent decode(byte[] bytes, int start, int length) {
    int end = start + length - Integer.BYTES;
    int headerBytes = end < start ? -1 : ByteBuffer.wrap(bytes).getInt(end);
    if (headerBytes < 0 || headerBytes > end - start) {
      throw new BufferUnderflowException();
    }
    int bodyEnd = end - headerBytes;
    ByteBuffer left = ByteBuffer.wrap(bytes, bodyEnd, end - bodyEnd);
    Map<String, String> headers = new TreeMap<>();
    while (left.hasRemaining()) {
      headers.put(text(left), text(left));
    }
    return new FlumeEvent(headers, Arrays.copyOfRange(bytes, start, bodyEnd));
  }

  private static String text(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
