package dev.millrace.core.engine;

import dev.millrace.core.function.Emitter;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Meets one key with its state and the values that came for it in this batch.
 *
 * <p>Called once per key that got values, in order of first arrival, and then, where asked for by
 * {@link Visit}, for other keys with an empty list of values.
 */
@FunctionalInterface
public interface StateFunction<K, V, S, R> extends Serializable {
  /** Which keys without values in the batch are met too. */
  enum Visit {
    /** None. */
    ARRIVED,
    /** Every key that has state, in the order in which keys first came. */
    ALL,
    /**
     * Keys whose state was last changed before the given time, oldest first, those of the same time
     * in the order in which keys first came; of tables that are {@linkplain
     * dev.millrace.core.state.StateDescriptor#timed timed}.
     */
    EXPIRED,
    /**
     * Keys that are due by their {@linkplain dev.millrace.core.state.StateDescriptor#deadlines
     * deadlines}, in the order in which they first came: in event time up to the given time, that
     * included, or in the pipeline's own progress with the batch at hand.
     */
    DUE
  }

  /**
   * @param state what was kept for the key; not to be modified
   * @param values this batch's values for the key, in order; not empty unless the key is visited
   *     for another reason
   * @param out takes results
   * @return what is kept for the key from now on; empty removes it
   */
  Optional<S> apply(K key, Optional<S> state, List<V> values, Emitter<R> out) throws Exception;
}
