package dev.millrace.jdbc;

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** One run of a source, as an engine would do it. */
final class Play<T> implements AutoCloseable {
  private static final PlanLimits UNLIMITED = new PlanLimits(Long.MAX_VALUE, Long.MAX_VALUE);

  private final Source<T> source;
  private final SplitPlanner planner;
  final Map<String, Offset> offsets;
  final List<T> records = new ArrayList<>();
  final List<DeadLetter> rejects = new ArrayList<>();

  Play(Source<T> source, Path directory) throws Exception {
    this(source, directory, Map.of());
  }

  Play(Source<T> source, Path directory, Map<String, Offset> offsets) throws Exception {
    this.source = source;
    this.offsets = new TreeMap<>(offsets);
    planner = source.planner(new SourceContext("source", directory, Clock.system()));
  }

  SplitPlanner planner() {
    return planner;
  }

  /** Plans and reads one batch; says what was planned. */
  List<OffsetRange> batch() throws Exception {
    List<OffsetRange> ranges = planner.plan(offsets, UNLIMITED);
    for (OffsetRange range : ranges) {
      read(range);
      offsets.put(range.split(), range.until());
    }
    return ranges;
  }

  void read(OffsetRange range) throws Exception {
    try (SplitReader<T> reader = source.reader(range)) {
      reader.read(records::add, rejects::add);
    }
  }

  /** Makes batches until so many records have come in all. */
  List<T> until(int count) throws Exception {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (records.size() < count && System.nanoTime() < deadline) {
      if (batch().isEmpty()) {
        LockSupport.parkNanos(5_000_000);
      }
    }
    return records;
  }

  @Override
  public void close() throws IOException {
    planner.close();
  }
}
