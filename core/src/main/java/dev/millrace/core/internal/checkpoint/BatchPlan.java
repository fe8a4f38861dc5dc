package dev.millrace.core.internal.checkpoint;

import dev.millrace.core.source.OffsetRange;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a batch reads, fixed before anything of it is read.
 *
 * @param ranges by source, in the order in which the batch holds them
 * @param degraded whether less is done with it than usual
 */
public record BatchPlan(
    long batchId, Instant batchTime, Map<String, List<OffsetRange>> ranges, boolean degraded) {
  public BatchPlan {
    Objects.requireNonNull(batchTime, "batchTime");
    ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
  }

  /** Whether there is nothing to read. */
  public boolean isEmpty() {
    for (List<OffsetRange> list : ranges.values()) {
      if (!list.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** How many records the ranges of {@code source} are said to hold. */
  public long records(String source) {
    long records = 0;
    for (OffsetRange range : ranges.getOrDefault(source, List.of())) {
      records += range.records();
    }
    return records;
  }

  /** The same batch without what it reads of some sources. */
  public BatchPlan without(Set<String> sources) {
    Map<String, List<OffsetRange>> kept = new LinkedHashMap<>(ranges);
    kept.keySet().removeAll(sources);
    return new BatchPlan(batchId, batchTime, kept, degraded);
  }
}
