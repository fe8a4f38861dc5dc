package dev.millrace.web;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A connection to a feed. Used by one thread, and closed by any. */
interface Line extends Closeable {
  /**
   * Waits for what comes next.
   *
   * @return messages, in order; empty when there was a sound but no message
   * @throws IOException when the connection has ended, or was silent for {@code patience}
   */
  List<Message> receive(Duration patience) throws IOException, InterruptedException;

  /** How long the feed wants to be left alone after the connection has ended, if it says so. */
  default Optional<Duration> retry() {
    return Optional.empty();
  }

  /** Makes connections. */
  interface Dialer {
    /**
     * @param lastId of the last event that is in the log; empty for none
     * @throws IOException when the feed refuses, or is not there
     */
    Line dial(String lastId) throws IOException, InterruptedException;
  }
}
