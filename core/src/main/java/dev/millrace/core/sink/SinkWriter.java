package dev.millrace.core.sink;

import dev.millrace.core.Batch;
import java.io.IOException;

/**
 * Takes one batch after the other in two steps, so that output and checkpoint agree. Used by one
 * thread, the driver's.
 *
 * <p>For every batch id in order: {@code stage}, then (once the checkpoint is durable) {@code
 * publish}. When the pipeline fails in between, {@code discard} is called on whatever was staged
 * but not committed; after a crash, {@code open} is called anew, then {@code publish} for the
 * committed id and {@code discard} for any later one. So {@code publish} and {@code discard} are
 * idempotent and find what an earlier process staged. A batch may be staged again after it was
 * discarded, with the same content. With a checkpoint every k batches, up to k staged batches wait
 * to be published.
 */
public interface SinkWriter<T> extends AutoCloseable {
  /** Takes the batch, invisibly, and durably where the delivery is exactly once. */
  void stage(long batchId, Batch<T> batch) throws Exception;

  /** Makes everything staged under {@code batchId} visible; nothing when it already is. */
  void publish(long batchId) throws Exception;

  /**
   * Forgets everything staged under {@code firstBatchId} or later that was not published; nothing
   * when there is none.
   */
  void discard(long firstBatchId) throws Exception;

  @Override
  default void close() throws IOException {}
}
