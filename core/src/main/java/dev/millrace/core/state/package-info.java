/**
 * Keyed state: a value per key that outlives a batch.
 *
 * <p>State is partitioned by key, kept where the engine computes, and written to the checkpoint
 * with {@link dev.millrace.core.state.StateCodec codecs}; its operator has a stable name, by which
 * it is matched when the pipeline starts again. States are immutable values: a function gives a new
 * one and never modifies the one it was given, because a task that is retried starts from the same
 * state.
 */
package dev.millrace.core.state;
