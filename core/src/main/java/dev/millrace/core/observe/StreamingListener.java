package dev.millrace.core.observe;

/**
 * Is told what a pipeline does. Called by the pipeline's thread between its steps, so it should be
 * quick; what it throws is logged and otherwise ignored.
 */
public interface StreamingListener {
  /** Recovery is done, the first batch is next. */
  default void onStart(PipelineStart start) {}

  /**
   * Whether the report of the batch that is about to be computed should say how many rows came out
   * of each node, which costs some nanoseconds for each row and node. Not to be had where the
   * engine sends functions to other JVMs.
   */
  default boolean wantsNodeRows() {
    return false;
  }

  /** A batch is done: committed, or computed and waiting for a later checkpoint. */
  default void onBatch(BatchReport report) {}

  /** The pipeline has ended in good order. */
  default void onStop() {}

  /** The pipeline has failed; what is durable is untouched. */
  default void onFailure(Throwable cause) {}
}
