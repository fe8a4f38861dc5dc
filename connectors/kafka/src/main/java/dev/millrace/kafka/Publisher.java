package dev.millrace.kafka;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Writes staged batches to their topic. Used by one thread. */
interface Publisher extends Closeable {
  /** Whether the brokers are known to have the batch. */
  boolean isPublished(long batchId);

  /**
   * Writes a batch, unless the brokers have it.
   *
   * @throws dev.millrace.core.SinkException when that failed; it may be tried again
   */
  void publish(long batchId, Path staged) throws IOException, InterruptedException;
}
