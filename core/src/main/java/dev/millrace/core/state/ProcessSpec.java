package dev.millrace.core.state;

import java.util.Objects;
import java.util.Optional;

/**
 * What {@code process} does and keeps per key. Immutable.
 *
 * <p>With each batch a key first meets its values, in the order of their source, split and offset;
 * then the event-time timers that are due, in the order of their times; then those by batch time. A
 * timer that is set while another fires, for the same time or before, waits for the next batch.
 *
 * <p>With {@link #inTimeOrder} a value waits, in state, until the watermark has passed its time:
 * values and event-time timers are then met in one order of time, a timer before the values of its
 * very time. A late value is met with the batch that it comes in.
 *
 * @param states codec of what is kept per key
 * @param function called once per value and once per timer that fires
 * @param waiting codec of values that wait for their turn; empty when they are met as they come
 */
public record ProcessSpec<K, V, S, R>(
    StateCodec<S> states,
    KeyProcessFunction<K, V, S, R> function,
    Optional<StateCodec<V>> waiting) {
  public ProcessSpec {
    Objects.requireNonNull(states, "states");
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(waiting, "waiting");
  }

  /** Values are met as they come. */
  public static <K, V, S, R> ProcessSpec<K, V, S, R> of(
      StateCodec<S> states, KeyProcessFunction<K, V, S, R> function) {
    return new ProcessSpec<>(states, function, Optional.empty());
  }

  /**
   * Values are met in the order of their times.
   *
   * @param values how those that wait are written to the checkpoint
   */
  public ProcessSpec<K, V, S, R> inTimeOrder(StateCodec<V> values) {
    return new ProcessSpec<>(states, function, Optional.of(values));
  }
}
