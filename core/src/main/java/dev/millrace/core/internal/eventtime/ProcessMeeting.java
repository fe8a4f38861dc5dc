package dev.millrace.core.internal.eventtime;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.internal.stage.UserCode;
import dev.millrace.core.state.KeyProcessFunction;
import dev.millrace.core.state.ProcessSpec;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.time.Timed;
import java.util.List;
import java.util.Optional;

/**
 * Lets a key meet its values and the timers that are due.
 *
 * @param where how messages name the operator
 * @param inTimeOrder whether values wait for the watermark
 */
public record ProcessMeeting<K, V, S, R>(
    String where,
    KeyProcessFunction<K, V, S, R> function,
    boolean inTimeOrder,
    Watch watch,
    BatchInfo batch)
    implements StateFunction<K, Timed<V>, ProcessState<V, S>, Fired<R>> {
  /** The table that keeps state, timers and waiting values of each key. */
  public static <K, V, S> StateDescriptor<K, ProcessState<V, S>> table(
      String name, StateCodec<K> keys, ProcessSpec<K, V, S, ?> spec, int partitions) {
    return new StateDescriptor<K, ProcessState<V, S>>(
            name, keys, ProcessCodec.of(spec.states(), spec.waiting()), partitions)
        .withDeadlines(new ProcessState.Due<>());
  }

  @Override
  public Optional<ProcessState<V, S>> apply(
      K key, Optional<ProcessState<V, S>> stored, List<Timed<V>> values, Emitter<Fired<R>> out)
      throws Exception {
    try {
      KeyRun<K, V, S, R> run =
          new KeyRun<>(key, stored.orElseGet(ProcessState::empty), function, watch, batch, out);
      if (inTimeOrder) {
        run.await(values);
      } else {
        run.meet(values);
      }
      run.passEventTime();
      run.fireBatchTimers();
      return run.store();
    } catch (Exception e) {
      throw UserCode.failed(where, e);
    }
  }
}
