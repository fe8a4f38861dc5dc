package dev.millrace.core.internal.eventtime;

import dev.millrace.core.KeyValue;
import dev.millrace.core.Pair;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.time.Timed;
import dev.millrace.core.time.Watermark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets each record of a key meet those of the other stream that came before it and keeps it for
 * those that come after it, then forgets records that have met all.
 */
public record JoinMeeting<K, V, W>(JoinRules rules, Watermark watermark)
    implements StateFunction<K, Side, JoinState<V, W>, KeyValue<K, Pair<Timed<V>, Timed<W>>>> {
  /** The table that keeps the records of each key. */
  public static <K, V, W> StateDescriptor<K, JoinState<V, W>> table(
      String name,
      StateCodec<K> keys,
      StateCodec<V> left,
      StateCodec<W> right,
      JoinRules rules,
      int partitions) {
    return new StateDescriptor<K, JoinState<V, W>>(
            name, keys, JoinCodec.of(left, right), partitions)
        .withDeadlines(new JoinState.Due<>(rules));
  }

  @Override
  @SuppressWarnings("unchecked") // a side has the type of its stream
  public Optional<JoinState<V, W>> apply(
      K key,
      Optional<JoinState<V, W>> stored,
      List<Side> records,
      Emitter<KeyValue<K, Pair<Timed<V>, Timed<W>>>> out)
      throws Exception {
    JoinState<V, W> before = stored.orElseGet(JoinState::empty);
    List<Timed<V>> lefts = new ArrayList<>(before.left());
    List<Timed<W>> rights = new ArrayList<>(before.right());
    for (Side side : records) {
      long time = side.record().epochMillis();
      if (side.isLeft()) {
        Timed<V> left = (Timed<V>) side.record();
        for (Timed<W> right : within(rights, rules.firstRight(time), rules.lastRight(time))) {
          out.emit(new KeyValue<>(key, new Pair<>(left, right)));
        }
        TimeOrder.add(lefts, left);
      } else {
        Timed<W> right = (Timed<W>) side.record();
        for (Timed<V> left : within(lefts, rules.firstLeft(time), rules.lastLeft(time))) {
          out.emit(new KeyValue<>(key, new Pair<>(left, right)));
        }
        TimeOrder.add(rights, right);
      }
    }
    forget(lefts, rules.leftOver(0));
    forget(rights, rules.rightOver(0));
    return lefts.isEmpty() && rights.isEmpty()
        ? Optional.empty()
        : Optional.of(new JoinState<>(lefts, rights));
  }

  private static <T> List<Timed<T>> within(List<Timed<T>> sorted, long first, long last) {
    return sorted.subList(TimeOrder.before(sorted, first), TimeOrder.before(sorted, last + 1));
  }

  /** Records that are over when the watermark is so much later than they are. */
  private void forget(List<? extends Timed<?>> sorted, long later) {
    if (!watermark.equals(Watermark.NONE)) {
      sorted.subList(0, TimeOrder.before(sorted, watermark.epochMillis() - later + 1)).clear();
    }
  }
}
