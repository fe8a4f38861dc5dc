package dev.millrace.flume;

import dev.millrace.core.sink.StagedBatches;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.BinaryData;

/**
 * The requests that send a staged batch: each is the parameter of Flume's {@code appendBatch} as
 * Avro writes it, an array of events, made of {@link EventCodec}'s bytes without looking into them
 * more than need be. An event gets the header {@code millrace-id} in place of one that it has: its
 * batch, a dash and its row. Used by one thread.
 */
final class EventRequests {
  private static final byte[] ID = bytes("millrace-id");

  /** An event takes no more than its staged bytes and so many besides. */
  private static final int BESIDES = 80;

  private final String batch;
  private final StagedBatches.Content staged;
  private final int most;
  private long row;

  /** Null while there is none ready. */
  private ByteBuffer ready;

  private byte[] out;
  private int size;

  /**
   * @param most how many events a request takes
   */
  EventRequests(long batchId, StagedBatches.Content staged, int most) {
    this.batch = batchId + "-";
    this.staged = staged;
    this.most = most;
  }

  private static byte[] bytes(String ascii) {
    return ascii.getBytes(StandardCharsets.ISO_8859_1);
  }

  boolean hasNext() {
    return ready != null || row < staged.rows();
  }

  /** Makes the next request now, if there is one; or else {@link #next} does. */
  void prepare() {
    if (ready == null && row < staged.rows()) {
      ready = request((int) Math.min(most, staged.rows() - row));
    }
  }

  ByteBuffer next() {
    prepare();
    ByteBuffer request = ready;
    ready = null;
    return request;
  }

  private ByteBuffer request(int events) {
    out = new byte[space(events)];
    size = 0;
    putNumber(events);
    for (int i = 0; i < events; i++) {
      putEvent();
      row++;
    }
    putNumber(0);
    return ByteBuffer.wrap(out, 0, size);
  }

  private int space(int events) {
    ByteBuffer ahead = staged.bytes().duplicate();
    long bytes = BESIDES;
    for (int i = 0; i < events; i++) {
      int length = ahead.getInt();
      bytes += length + BESIDES;
      ahead.position(ahead.position() + length);
    }
    return Math.toIntExact(bytes);
  }

  private void putEvent() {
    ByteBuffer in = staged.bytes();
    int length = in.getInt();
    ByteBuffer event = in.slice(in.position(), length);
    in.position(in.position() + length);
    ByteBuffer body = EventCodec.body(event);
    ByteBuffer headers = EventCodec.headers(event);
    putNumber(1 + own(headers.duplicate(), false));
    own(headers, true);
    putText(ID);
    putText(bytes(batch + row));
    putNumber(0);
    putText(body);
  }

  /** Counts the headers that are kept, and puts them if they are to be. */
  private int own(ByteBuffer headers, boolean isPut) {
    int count = 0;
    while (headers.hasRemaining()) {
      ByteBuffer name = EventCodec.text(headers);
      ByteBuffer value = EventCodec.text(headers);
      if (!isId(name)) {
        count++;
        if (isPut) {
          putText(name);
          putText(value);
        }
      }
    }
    return count;
  }

  private static boolean isId(ByteBuffer name) {
    return name.remaining() == ID.length && name.equals(ByteBuffer.wrap(ID));
  }

  private void putText(byte[] text) {
    putNumber(text.length);
    System.arraycopy(text, 0, out, size, text.length);
    size += text.length;
  }

  private void putText(ByteBuffer text) {
    int length = text.remaining();
    putNumber(length);
    text.get(out, size, length);
    size += length;
  }

  private void putNumber(int value) {
    size += BinaryData.encodeInt(value, out, size);
  }
}
