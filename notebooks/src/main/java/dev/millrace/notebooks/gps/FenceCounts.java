package dev.millrace.notebooks.gps;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts who crosses fences. An operator with state of its own. */
final class FenceCounts implements BatchProcessor<Fence.Crossing, Fence.Crossing> {
  private final Map<String, Long> counts = new TreeMap<>();

  @Override
  public synchronized Batch<Fence.Crossing> process(
      Batch<Fence.Crossing> batch, BatchContext context) {
    for (Fence.Crossing crossing : batch.collect()) {
      counts.merge(name(crossing.fence(), crossing.way()), 1L, Long::sum);
    }
    return batch;
  }

  private static String name(Fence fence, Fence.Way way) {
    String direction = way == Fence.Way.IN ? "Into" : "OutOf";
    return fence.name().toLowerCase(Locale.ROOT) + direction;
  }

  /** How often a fence was crossed. */
  synchronized long count(Fence fence, Fence.Way way) {
    return counts.getOrDefault(name(fence, way), 0L);
  }

  /** All counts that are not 0, as {@code midwayInto} and such. */
  synchronized Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  @Override
  public synchronized void save(StateWriter out) {
    out.put("counts", nested -> counts.forEach((name, count) -> nested.put(name, count)));
  }

  @Override
  public synchronized void restore(StateReader in) {
    StateReader nested = in.get("counts");
    for (String name : nested.names()) {
      counts.put(name, nested.getLong(name));
    }
  }
}
