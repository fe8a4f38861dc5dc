package dev.millrace.core.testing;

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

/**
 * Fixed lists of records, one split each, that then end; replays exactly. Immutable; the records
 * are shared. For tests and small static inputs.
 */
public final class ReplaySource<T> implements Source<T> {
  private static final long serialVersionUID = 1L;

  private final List<List<T>> splits;

  private ReplaySource(List<List<T>> splits) {
    this.splits = splits;
  }

  /** A single split. */
  public static <T> ReplaySource<T> of(List<T> records) {
    return ofSplits(List.of(records));
  }

  /** One split per list; a batch takes about as much of each. */
  public static <T> ReplaySource<T> ofSplits(List<List<T>> splits) {
    List<List<T>> copy = new ArrayList<>();
    splits.forEach(records -> copy.add(List.copyOf(records)));
    return new ReplaySource<>(List.copyOf(copy));
  }

  @Override
  public SplitPlanner planner(SourceContext context) {
    return new Planner();
  }

  @Override
  public SplitReader<T> reader(OffsetRange range) {
    List<T> records =
        splits
            .get(Integer.parseInt(range.split()))
            .subList((int) range.from().position(), (int) range.until().position());
    return new Reader<>(records);
  }

  private record Reader<T>(List<T> records) implements SplitReader<T> {
    @Override
    public void read(Emitter<? super T> out, Emitter<DeadLetter> rejects) throws Exception {
      for (T value : records) {
        out.emit(value);
      }
    }
  }

  private final class Planner implements SplitPlanner {
    private boolean exhausted;

    @Override
    public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits) {
      List<OffsetRange> ranges = new ArrayList<>();
      long room = Math.min(limits.records(), totalRecords());
      boolean all = true;
      for (int split = 0; split < splits.size(); split++) {
        long from = committed.getOrDefault(String.valueOf(split), Offset.of(0)).position();
        long left = splits.get(split).size() - from;
        int after = splits.size() - split;
        long take = Math.min(left, (room + after - 1) / after);
        if (take > 0) {
          ranges.add(
              new OffsetRange(
                  String.valueOf(split), Offset.of(from), Offset.of(from + take), take));
          room -= take;
        }
        all &= take == left;
      }
      exhausted = all;
      return ranges;
    }

    @Override
    public boolean exhausted() {
      return exhausted;
    }

    @Override
    public long totalRecords() {
      return splits.stream().mapToLong(List::size).sum();
    }

    @Override
    public double progress(Map<String, Offset> offsets) {
      long read = offsets.values().stream().mapToLong(Offset::position).sum();
      return totalRecords() == 0 ? 1 : (double) read / totalRecords();
    }
  }
}
