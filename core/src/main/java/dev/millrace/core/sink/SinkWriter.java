package dev.millrace.core.sink;

import dev.millrace.core.Batch;
import java.io.IOException;

/**
 * Takes one batch after the other in two steps, so that output and checkpoint agree. Used by one
 * thread, the driver's, unless it is a {@link ConcurrentSinkWriter}.
 *
 * <p>On opening, first {@code publish} for each id up to the newest checkpoint's that may not be
 * published yet, then {@code discard} from the next id on; only the latter when there is no
 * checkpoint. Then, for every batch id in order, {@code stage} and, once the checkpoint is durable,
 * {@code publish}; with a checkpoint every k batches, up to k staged batches wait to be published.
 * When the pipeline fails before a checkpoint, {@code discard} is called on whatever that would
 * have covered.
 *
 * <p>So {@code publish} and {@code discard} are idempotent and find what an earlier process staged.
 * A batch may be staged again after it was discarded, with the same content; and, when the pipeline
 * had to fall back to an older checkpoint, even after it was published: it then must not show
 * twice.
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
