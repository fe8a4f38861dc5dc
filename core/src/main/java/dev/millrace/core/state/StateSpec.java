package dev.millrace.core.state;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.KeyValue;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code mapWithState} does and keeps. Immutable.
 *
 * <pre>{@code
 * // Running total per card; a card that is silent for a day reports once more and is forgotten.
 * StateSpec<String, Double, Double, Double> totals =
 *     StateSpec.<String, Double, Double, Double>of(
 *             StateCodecs.string(),
 *             StateCodecs.float64(),
 *             (card, amount, total, out) -> {
 *               double sum = total.get().orElse(0.0) + amount.orElse(0.0);
 *               if (!total.isTimingOut()) {
 *                 total.update(sum);
 *               }
 *               out.emit(sum);
 *             })
 *         .withTimeout(Duration.ofDays(1));
 * }</pre>
 *
 * @param keys codec of the keys
 * @param states codec of what is kept per key
 * @param function called once per value, in order, and once per key that times out
 * @param initial what is kept before the first batch of a pipeline that has no checkpoint yet
 * @param timeout a key that got no value for longer than this, in batch time, times out; empty for
 *     never
 */
public record StateSpec<K, V, S, R>(
    StateCodec<K> keys,
    StateCodec<S> states,
    KeyStateFunction<K, V, S, R> function,
    List<KeyValue<K, S>> initial,
    Optional<Duration> timeout) {
  public StateSpec {
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(states, "states");
    Objects.requireNonNull(function, "function");
    initial = List.copyOf(initial);
    timeout.ifPresent(
        duration -> {
          if (duration.isNegative() || duration.isZero()) {
            throw new ConfigurationException("timeout must be positive, got " + duration);
          }
        });
  }

  /** Without initial state and timeout. */
  public static <K, V, S, R> StateSpec<K, V, S, R> of(
      StateCodec<K> keys, StateCodec<S> states, KeyStateFunction<K, V, S, R> function) {
    return new StateSpec<>(keys, states, function, List.of(), Optional.empty());
  }

  /** Begins with these states, every key once; their order is the order of the keys. */
  public StateSpec<K, V, S, R> withInitialState(List<KeyValue<K, S>> pairs) {
    return new StateSpec<>(keys, states, function, pairs, timeout);
  }

  /** Lets a key time out that gets no value for longer than {@code duration}. */
  public StateSpec<K, V, S, R> withTimeout(Duration duration) {
    return new StateSpec<>(keys, states, function, initial, Optional.of(duration));
  }
}
