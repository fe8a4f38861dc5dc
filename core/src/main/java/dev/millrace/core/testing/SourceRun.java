package dev.millrace.core.testing;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One run of a source by hand, without a pipeline: plans, reads, and remembers how far it is. For
 * tests of what a source does with given input; {@link SourceConformance} checks what every source
 * must do.
 *
 * <pre>{@code
 * try (SourceRun<String> run = new SourceRun<>(source, directory)) {
 *   assertEquals(List.of("a", "b"), run.until(2));
 * }
 * }</pre>
 *
 * <p>Used by one thread.
 */
public final class SourceRun<T> implements AutoCloseable {
  private static final PlanLimits UNLIMITED = new PlanLimits(Long.MAX_VALUE, Long.MAX_VALUE);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Source<T> source;
  private final SplitPlanner planner;
  private final Map<String, Offset> offsets;
  private final List<T> records = new ArrayList<>();
  private final List<DeadLetter> rejects = new ArrayList<>();

  /**
   * From the beginning.
   *
   * @param directory the source's own, beside a checkpoint
   */
  public SourceRun(Source<T> source, Path directory) throws Exception {
    this(source, directory, Map.of());
  }

  /** From where a run before has come to. */
  public SourceRun(Source<T> source, Path directory, Map<String, Offset> offsets) throws Exception {
    this.source = source;
    this.offsets = new TreeMap<>(offsets);
    planner = source.planner(new SourceContext("source", directory, Clock.system()));
  }

  /** Plans and reads once, from which on sources listen that are sent their records. */
  public SourceRun<T> begin() throws Exception {
    batch();
    return this;
  }

  public SplitPlanner planner() {
    return planner;
  }

  /** How far it is; may be changed. */
  public Map<String, Offset> offsets() {
    return offsets;
  }

  /** What has been read since the beginning, or since it was cleared. */
  public List<T> records() {
    return records;
  }

  /** What could not be decoded. */
  public List<DeadLetter> rejects() {
    return rejects;
  }

  /** Plans and reads all that is there; says what was planned. */
  public List<OffsetRange> batch() throws Exception {
    return batch(UNLIMITED);
  }

  /** Plans and reads one batch; says what was planned. */
  public List<OffsetRange> batch(PlanLimits limits) throws Exception {
    List<OffsetRange> ranges = planner.plan(offsets, limits);
    for (OffsetRange range : ranges) {
      read(range);
      offsets.put(range.split(), range.until());
    }
    return ranges;
  }

  /** Reads a range, again perhaps. */
  public void read(OffsetRange range) throws Exception {
    try (SplitReader<T> reader = source.reader(range)) {
      reader.read(records::add, rejects::add);
    }
  }

  /**
   * Makes batches until so many records and rejects have come in all, for half a minute at most.
   *
   * @return the records
   */
  public List<T> until(int count) throws Exception {
    long begun = System.nanoTime();
    while (records.size() + rejects.size() < count && System.nanoTime() - begun < PATIENCE_NANOS) {
      if (batch().isEmpty()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return records;
  }

  /**
   * Makes batches until the source says that there is nothing more.
   *
   * @return the records
   */
  public List<T> rest(PlanLimits limits) throws Exception {
    long begun = System.nanoTime();
    while (!batch(limits).isEmpty() || !planner.exhausted()) {
      if (System.nanoTime() - begun > PATIENCE_NANOS) {
        throw new IllegalStateException("the source has no end within half a minute");
      }
    }
    return records;
  }

  @Override
  public void close() throws IOException {
    planner.close();
  }
}
