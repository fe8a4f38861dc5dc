package dev.millrace.parquet;

import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.time.ManualClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plays a source by hand: plans, reads and remembers offsets, as a pipeline does. */
final class Play<T> {
  private final Source<T> source;
  final Map<String, Offset> offsets = new HashMap<>();
  final List<OffsetRange> ranges = new ArrayList<>();
  final List<T> records = new ArrayList<>();
  final List<DeadLetter> rejects = new ArrayList<>();
  final SplitPlanner planner;

  Play(Source<T> source) throws Exception {
    this.source = source;
    this.planner = source.planner(new SourceContext("test", Path.of("unused"), new ManualClock()));
  }

  static <T> Play<T> all(Source<T> source) throws Exception {
    Play<T> play = new Play<>(source);
    play.rest(new PlanLimits(100_000, 64 << 20));
    return play;
  }

  /** Plans and reads; whether that gave anything. */
  boolean step(PlanLimits limits) throws Exception {
    List<OffsetRange> plan = planner.plan(offsets, limits);
    for (OffsetRange range : plan) {
      offsets.put(range.split(), range.until());
      ranges.add(range);
      try (SplitReader<T> reader = source.reader(range)) {
        reader.read(records::add, rejects::add);
      }
    }
    return !plan.isEmpty();
  }

  void rest(PlanLimits limits) throws Exception {
    while (step(limits) || !planner.exhausted()) {
      if (ranges.size() > 100_000) {
        throw new AssertionError("no end");
      }
    }
    planner.close();
  }
}
