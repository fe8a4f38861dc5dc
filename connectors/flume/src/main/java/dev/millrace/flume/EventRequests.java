package dev.millrace.flume;

import dev.millrace.core.sink.StagedBatches;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.BinaryData;

/**
 * The requests that send a staged batch: each is the parameter of Flume's {@code appendBatch} as
 * Avro writes it, an array of events, made of {@link EventCodec}'s bytes without looking into them
 * more than need be. An event gets the header {@code millrace-id} in place of one that it has: its
 * batch, a dash and its row. Used by one thread.
 */
final class EventRequests {
  private static final byte[] ID = "millrace-id".getBytes(StandardCharsets.ISO_8859_1);

  /** An event takes no more than its staged bytes and so many besides. */
  private static final int BESIDES = 80;

  private final StagedBatches.Content staged;
  private final ByteBuffer in;
  private final int most;
  private final EventId id;
  private long row;

  /** Null while there is none ready. */
  private ByteBuffer ready;

  private byte[] out;
  private int size;

  /**
   * @param most how many events a request takes
   */
  EventRequests(long batchId, StagedBatches.Content staged, int most) {
    this.id = new EventId(batchId);
    this.staged = staged;
    this.in = staged.bytes();
    this.most = most;
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
    out = new byte[Math.toIntExact(BESIDES + events * (BESIDES + average()))];
    size = 0;
    putNumber(events);
    for (int i = 0; i < events; i++) {
      int length = in.getInt();
      reserve(Math.addExact(length, BESIDES));
      putEvent(in.position(), length);
      in.position(in.position() + length);
      id.next();
      row++;
    }
    putNumber(0);
    return ByteBuffer.wrap(out, 0, size);
  }

  /** How many bytes an event that is still to come takes. */
  private long average() {
    return in.remaining() / (staged.rows() - row);
  }

  /** Leaves room for the end of the request besides. */
  private void reserve(int more) {
    int least = Math.addExact(size, more + 1);
    if (out.length < least) {
      out = Arrays.copyOf(out, Math.max(least, size + size / 2));
    }
  }

  private void putEvent(int start, int length) {
    int headersAt = EventCodec.headersAt(in, start, start + length);
    int headerBytes = start + length - Integer.BYTES - headersAt;
    if (headerBytes == 0) {
      putNumber(1);
    } else {
      ByteBuffer headers = in.slice(headersAt, headerBytes);
      putNumber(1 + own(headers.duplicate(), false));
      own(headers, true);
    }
    putText(ID);
    putText(id.bytes());
    putNumber(0);
    int body = headersAt - start;
    putNumber(body);
    in.get(start, out, size, body);
    size += body;
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
