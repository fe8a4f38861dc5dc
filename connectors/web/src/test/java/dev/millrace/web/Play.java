package dev.millrace.web;

import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One run of a source, as an engine would do it. */
final class Play<T> implements AutoCloseable {
  private static final PlanLimits LIMITS = new PlanLimits(1000, 1 << 20);

  private final Source<T> source;
  private final SplitPlanner planner;
  private final Map<String, Offset> offsets = new HashMap<>();
  final List<T> records = new ArrayList<>();
  final List<DeadLetter> rejects = new ArrayList<>();

  Play(Source<T> source, Path directory) throws Exception {
    this.source = source;
    planner = source.planner(new SourceContext("test", directory, Clock.system()));
    planner.plan(offsets, LIMITS);
  }

  /** Plans and reads until so many records and rejects have come. */
  List<T> until(int count) throws Exception {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (records.size() + rejects.size() < count && System.nanoTime() < deadline) {
      List<OffsetRange> ranges = planner.plan(offsets, LIMITS);
      for (OffsetRange range : ranges) {
        try (SplitReader<T> reader = source.reader(range)) {
          reader.read(records::add, rejects::add);
        }
        offsets.put(range.split(), range.until());
      }
      if (ranges.isEmpty()) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    return records;
  }

  @Override
  public void close() throws IOException {
    planner.close();
  }
}
