package dev.millrace.flume;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The id of one event of a batch after the other: its batch, a dash and its row, for instance
 * {@code 17-0}. Counted in ASCII, since each event is sent with its own. Used by one thread.
 */
final class EventId {
  private byte[] bytes;
  private final int rowAt;

  EventId(long batchId) {
    this.bytes = (batchId + "-0").getBytes(StandardCharsets.ISO_8859_1);
    this.rowAt = bytes.length - 1;
  }

  /** The id; valid until {@link #next}, and not to be modified. */
  byte[] bytes() {
    return bytes;
  }

  /** Goes on to the row behind. */
  void next() {
    int digit = bytes.length - 1;
    while (digit >= rowAt && bytes[digit] == '9') {
      bytes[digit--] = '0';
    }
    if (digit >= rowAt) {
      bytes[digit]++;
    } else {
      bytes = Arrays.copyOf(bytes, bytes.length + 1);
      bytes[rowAt] = '1';
      bytes[bytes.length - 1] = '0';
    }
  }
}
