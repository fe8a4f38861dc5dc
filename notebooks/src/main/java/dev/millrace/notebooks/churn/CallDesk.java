package dev.millrace.notebooks.churn;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses each day's calls, and keeps account of what every {@link Policy} would have come to. An
 * operator with state of its own.
 */
final class CallDesk implements BatchProcessor<List<Prospect>, Call> {
  private final Map<Policy, Double> values = new EnumMap<>(Policy.class);
  private long days;
  private long calls;

  @Override
  public synchronized Batch<Call> process(Batch<List<Prospect>> batch, BatchContext context) {
    List<Call> chosen = new ArrayList<>();
    for (List<Prospect> day : batch.collect()) {
      days++;
      for (Policy policy : Policy.values()) {
        for (Prospect prospect : policy.choose(day)) {
          if (prospect.known()) {
            values.merge(policy, prospect.callValue(prospect.left()), Double::sum);
          }
        }
      }
      Policy.CALIBRATED.choose(day).stream().map(Call::to).forEach(chosen::add);
    }
    calls += chosen.size();
    return context.engine().of(List.of(chosen));
  }

  /** How many days are over. */
  synchronized long days() {
    return days;
  }

  /** How many calls there were. */
  synchronized long calls() {
    return calls;
  }

  /** What a policy's calls were worth up to now, in dollars. */
  synchronized double value(Policy policy) {
    return values.getOrDefault(policy, 0.0);
  }

  @Override
  public synchronized void save(StateWriter out) {
    out.put("days", days)
        .put("calls", calls)
        .put("values", nested -> values.forEach((policy, v) -> nested.put(policy.key(), v)));
  }

  @Override
  public synchronized void restore(StateReader in) {
    days = in.getLong("days");
    calls = in.getLong("calls");
    StateReader nested = in.get("values");
    for (Policy policy : Policy.values()) {
      if (nested.has(policy.key())) {
        values.put(policy, nested.getDouble(policy.key()));
      }
    }
  }
}
