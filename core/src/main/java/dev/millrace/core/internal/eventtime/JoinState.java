package dev.millrace.core.internal.eventtime;

import dev.millrace.core.state.Deadlines;
import dev.millrace.core.time.Timed;
import java.util.List;

/**
 * The records of a key that others may still come for.
 *
 * @param left by time
 * @param right by time
 */
public record JoinState<V, W>(List<Timed<V>> left, List<Timed<W>> right) {
  static <V, W> JoinState<V, W> empty() {
    return new JoinState<>(List.of(), List.of());
  }

  /** A key is due when the first of its records has met all that it can meet. */
  record Due<V, W>(JoinRules rules) implements Deadlines<JoinState<V, W>> {
    @Override
    public long eventTime(JoinState<V, W> state) {
      long left = state.left.isEmpty() ? NEVER : rules.leftOver(state.left.get(0).epochMillis());
      long right =
          state.right.isEmpty() ? NEVER : rules.rightOver(state.right.get(0).epochMillis());
      return Math.min(left, right);
    }

    @Override
    public long processing(JoinState<V, W> state) {
      return NEVER;
    }
  }
}
