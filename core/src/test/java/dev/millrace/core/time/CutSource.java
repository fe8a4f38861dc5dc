package dev.millrace.core.time;

import dev.millrace.core.function.Emitter;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Fixed lists of records, one split each, cut at random: a batch takes any number of each split,
 * the first one at least one.
 */
final class CutSource<T> implements Source<T> {
  private static final long serialVersionUID = 1L;

  private final List<List<T>> splits;
  private final int most;
  private final long seed;

  CutSource(List<List<T>> splits, int most, long seed) {
    this.splits = splits.stream().map(List::copyOf).toList();
    this.most = most;
    this.seed = seed;
  }

  @Override
  public SplitPlanner planner(SourceContext context) {
    Random random = new Random(seed);
    return new SplitPlanner() {
      private boolean exhausted;

      @Override
      public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits) {
        List<OffsetRange> ranges = new ArrayList<>();
        exhausted = true;
        for (int split = 0; split < splits.size(); split++) {
          String name = String.valueOf(split);
          long from = committed.getOrDefault(name, Offset.of(0)).position();
          long left = splits.get(split).size() - from;
          boolean isLast = ranges.isEmpty() && restOf(committed, split + 1) == 0;
          long least = from == 0 || isLast ? 1 : 0;
          long take = Math.min(left, least + random.nextInt(most));
          if (take > 0) {
            ranges.add(new OffsetRange(name, Offset.of(from), Offset.of(from + take), take));
          }
          exhausted &= take == left;
        }
        return ranges;
      }

      private long restOf(Map<String, Offset> committed, int first) {
        long rest = 0;
        for (int split = first; split < splits.size(); split++) {
          Offset from = committed.getOrDefault(String.valueOf(split), Offset.of(0));
          rest += splits.get(split).size() - from.position();
        }
        return rest;
      }

      @Override
      public boolean exhausted() {
        return exhausted;
      }
    };
  }

  @Override
  public SplitReader<T> reader(OffsetRange range) {
    List<T> records =
        splits
            .get(Integer.parseInt(range.split()))
            .subList((int) range.from().position(), (int) range.until().position());
    return new SplitReader<>() {
      @Override
      public void read(Emitter<? super T> out, Emitter<DeadLetter> rejects) throws Exception {
        for (T value : records) {
          out.emit(value);
        }
      }
    };
  }
}
