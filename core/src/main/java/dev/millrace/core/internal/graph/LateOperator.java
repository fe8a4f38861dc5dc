package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.internal.eventtime.WindowRules;
import dev.millrace.core.time.Timed;
import java.util.List;

/** The records that come too late for windows. */
public final class LateOperator<K, V> extends Operator<KeyValue<K, Timed<V>>> {
  private final Operator<KeyValue<K, Timed<V>>> input;
  private final EventTimeOperator<?> clock;
  private final WindowRules rules;

  public LateOperator(
      String name,
      Operator<KeyValue<K, Timed<V>>> input,
      EventTimeOperator<?> clock,
      WindowRules rules) {
    super(name);
    this.input = input;
    this.clock = clock;
    this.rules = rules;
  }

  @Override
  public String kind() {
    return "lateRecords";
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(input);
  }

  @Override
  public Batch<KeyValue<K, Timed<V>>> compute(BatchScope scope) throws Exception {
    Batch<KeyValue<K, Timed<V>>> batch = scope.batch(input);
    StreamTime time = scope.state(clock);
    long limit = rules.lateBefore(time.watch().before());
    return time.earliest() < limit ? before(batch, limit) : scope.engine().of(List.of());
  }

  /** The records before a time. */
  static <K, V> Batch<KeyValue<K, Timed<V>>> before(
      Batch<KeyValue<K, Timed<V>>> batch, long limit) {
    return batch.filter(pair -> pair.value().epochMillis() < limit);
  }

  /** The records from a time on. */
  static <K, V> Batch<KeyValue<K, Timed<V>>> from(Batch<KeyValue<K, Timed<V>>> batch, long limit) {
    return batch.filter(pair -> pair.value().epochMillis() >= limit);
  }

  @Override
  public Operator<KeyValue<K, Timed<V>>> withName(String newName) {
    return new LateOperator<>(newName, input, clock, rules);
  }
}
