package dev.millrace.core.checkpoint;

/**
 * Something that outlives a batch and therefore takes part in the checkpoint: keyed state, windows,
 * learners, feature state.
 *
 * <p>Used by the driver's thread. {@code restore} is called at most once, before the first batch;
 * {@code save} after a batch has been computed; {@code committed} after its checkpoint is durable.
 */
public interface Checkpointed {
  /** Writes everything needed to go on; must not be affected by later changes. */
  void save(StateWriter out);

  /** Takes over what {@link #save} wrote, possibly by an older version of the code. */
  void restore(StateReader in);

  /**
   * Whether {@link #save} would write the same again as the last time it was called, so that those
   * bytes may be used again. May say no when in doubt.
   */
  default boolean unchangedSinceSave() {
    return false;
  }

  /** The state of this batch is durable now. */
  default void committed(long batchId) {}
}
