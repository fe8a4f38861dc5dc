package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.time.Clock;
import dev.millrace.core.time.ManualClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Plays a source by hand: plans, reads and remembers offsets, as a pipeline does. */
final class Play<T> {
  private final Source<T> source;
  private final Clock clock;
  final Map<String, Offset> offsets = new HashMap<>();
  final List<OffsetRange> ranges = new ArrayList<>();
  final List<T> records = new ArrayList<>();
  final List<DeadLetter> rejects = new ArrayList<>();
  private SplitPlanner planner;

  Play(Source<T> source, Clock clock) throws Exception {
    this.source = source;
    this.clock = clock;
    restart();
  }

  Play(Source<T> source) throws Exception {
    this(source, new ManualClock());
  }

  /** All of a bounded source. */
  static <T> Play<T> all(Source<T> source) throws Exception {
    Play<T> play = new Play<>(source);
    play.rest(() -> new PlanLimits(100_000, 64 << 20));
    return play;
  }

  /** Goes on with a new planner from the offsets reached. */
  void restart() throws Exception {
    if (planner != null) {
      planner.close();
    }
    planner = source.planner(new SourceContext("test", Path.of("unused"), clock));
  }

  List<OffsetRange> plan(PlanLimits limits) throws Exception {
    List<OffsetRange> plan = planner.plan(offsets, limits);
    for (OffsetRange range : plan) {
      Offset before = offsets.put(range.split(), range.until());
      assertEquals(before == null ? range.from() : before, range.from(), "goes on elsewhere");
      ranges.add(range);
    }
    return plan;
  }

  /** Plans and reads; how many records and rejects that gave. */
  int step(PlanLimits limits) throws Exception {
    int before = records.size() + rejects.size();
    for (OffsetRange range : plan(limits)) {
      read(source, range, records, rejects);
    }
    return records.size() + rejects.size() - before;
  }

  void rest(Supplier<PlanLimits> limits) throws Exception {
    while (step(limits.get()) > 0 || !planner.exhausted()) {
      if (ranges.size() > 1_000_000) {
        throw new AssertionError("no end");
      }
    }
    planner.close();
  }

  SplitPlanner planner() {
    return planner;
  }

  static <T> void read(
      Source<T> source, OffsetRange range, List<T> records, List<DeadLetter> rejects)
      throws Exception {
    try (SplitReader<T> reader = source.reader(range)) {
      reader.read(records::add, rejects::add);
    }
  }
}
