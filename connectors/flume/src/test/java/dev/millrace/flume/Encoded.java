package dev.millrace.flume;

import java.nio.ByteBuffer;

/** Events in the form that they are logged and staged in. */
final class Encoded {
  private Encoded() {}

  static byte[] event(FlumeEvent event) {
    byte[] headers = EventCodec.encodeHeaders(event.headers());
    ByteBuffer out = ByteBuffer.allocate(EventCodec.size(event.body(), headers));
    EventCodec.put(event.body(), headers, out);
    return out.array();
  }
}
