package dev.millrace.socket;

import dev.millrace.core.source.log.LogFrames;
import dev.millrace.core.source.log.WriteAheadLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Turns what one connection sends into records of the log. Used by one thread. */
final class LineReceiver {
  private static final int READ = 64 << 10;

  /** How much of a line that is too long is kept to show. */
  private static final int EXCERPT = 1200;

  private final WriteAheadLog log;
  private final int maxLineBytes;
  private final LogFrames frames = new LogFrames();
  private byte[] begun = new byte[256];
  private int begunSize;
  private boolean isTooLong;
  private boolean anyReceived;

  LineReceiver(WriteAheadLog log, int maxLineBytes) {
    this.log = log;
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * Receives until the sender ends the connection; a last line without a line end counts then.
   *
   * @throws IOException when the connection fails; a line that was begun is lost then
   * @throws UncheckedIOException when the log fails
   */
  void receive(InputStream in) throws IOException, InterruptedException {
    byte[] bytes = new byte[READ];
    for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
      anyReceived |= read > 0;
      take(bytes, read);
      if (!flush()) {
        return;
      }
    }
    if (begunSize > 0 || isTooLong) {
      endLine();
      flush();
    }
  }

  boolean anyReceived() {
    return anyReceived;
  }

  /** How many bytes of an unfinished line are held. */
  int begunBytes() {
    return begunSize;
  }

  private void take(byte[] bytes, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        if (begunSize == 0 && i - start <= maxLineBytes) {
          frames.add(bytes, start, i > start && bytes[i - 1] == '\r' ? i - 1 : i);
        } else {
          keep(bytes, start, i);
          endLine();
        }
        start = i + 1;
      }
    }
    keep(bytes, start, length);
  }

  private void keep(byte[] bytes, int from, int to) {
    int length = to - from;
    // One more than allowed, for a carriage return that may be cut off.
    if (isTooLong || length > maxLineBytes + 1 - begunSize) {
      length = Math.max(0, Math.min(length, EXCERPT - begunSize));
      isTooLong = true;
    }
    if (begun.length - begunSize < length) {
      begun = Arrays.copyOf(begun, Math.max(begunSize + length, 2 * begun.length));
    }
    System.arraycopy(bytes, from, begun, begunSize, length);
    begunSize += length;
  }

  private void endLine() {
    int size = begunSize;
    if (!isTooLong && size > 0 && begun[size - 1] == '\r') {
      size--;
    }
    boolean tooLong = isTooLong || size > maxLineBytes;
    if (tooLong) {
      frames.addTooLong(begun, 0, Math.min(size, EXCERPT));
    } else {
      frames.add(begun, 0, size);
    }
    begunSize = 0;
    isTooLong = false;
  }

  private boolean flush() throws InterruptedException {
    if (frames.records() > 0) {
      try {
        if (!log.append(frames)) {
          return false;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write to the log: " + e.getMessage(), e);
      }
      frames.clear();
    }
    return true;
  }
}
