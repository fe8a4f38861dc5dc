package dev.millrace.flume;

import java.io.EOFException;
import java.io.IOException;

/**
 * Reads events as Avro writes them, each a map of headers and a body, into {@link EventCodec}'s
 * form. Whatever the lengths say, it takes no more memory than a few times what is read. Used by
 * one thread.
 */
final class AvroEvents {
  private final byte[] in;
  private int at;
  private final ReceivedEvents events;

  private AvroEvents(byte[] in, int from) {
    this.in = in;
    this.at = from;
    this.events = new ReceivedEvents(in.length - from);
  }

  /**
   * Reads one event.
   *
   * @throws IOException when it is none, or goes beyond the end
   */
  static ReceivedEvents event(byte[] in, int from) throws IOException {
    AvroEvents reader = new AvroEvents(in, from);
    reader.event();
    return reader.events;
  }

  /**
   * Reads an array of events.
   *
   * @throws IOException when it is none, or goes beyond the end
   */
  static ReceivedEvents array(byte[] in, int from) throws IOException {
    AvroEvents reader = new AvroEvents(in, from);
    for (long count = reader.block(); count > 0; count = reader.block()) {
      for (long i = 0; i < count; i++) {
        reader.event();
      }
    }
    return reader.events;
  }

  private void event() throws IOException {
    int headers = at;
    headers(false);
    int length = length();
    events.begin(in, at, length);
    int end = at + length;
    at = headers;
    headers(true);
    at = end;
    events.end();
  }

  private void headers(boolean isTaken) throws IOException {
    for (long count = block(); count > 0; count = block()) {
      for (long i = 0; i < 2 * count; i++) {
        int length = length();
        if (isTaken) {
          events.text(in, at, length);
        }
        at += length;
      }
    }
  }

  /** How many items a block has; 0 behind the last one. */
  private long block() throws IOException {
    long count = number();
    if (count < 0) {
      number(); // its bytes
      count = -count;
    }
    if (count < 0 || count > in.length - at) { // none takes less than a byte
      throw new IOException("a block of " + count + " items in " + (in.length - at) + " bytes");
    }
    return count;
  }

  private int length() throws IOException {
    long length = number();
    if (length < 0 || length > in.length - at) {
      throw new IOException("a length of " + length + " bytes, and there are " + (in.length - at));
    }
    return (int) length;
  }

  /** Seven bits a byte, the lowest first; the sign is the lowest bit of all. */
  private long number() throws IOException {
    long bits = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (at >= in.length) {
        throw new EOFException("the request ends within a number");
      }
      byte next = in[at++];
      bits |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return bits >>> 1 ^ -(bits & 1);
      }
    }
    throw new IOException("a number of more than 64 bits");
  }
}
