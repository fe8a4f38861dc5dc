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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/**
 * Checks that a {@link Source} keeps its contract. With JUnit:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> source() {
 *   return SourceConformance.checks(harness).stream().map(c -> dynamicTest(c.name(), c::run));
 * }
 * }</pre>
 */
public final class SourceConformance {
  private static final PlanLimits UNLIMITED = new PlanLimits(Long.MAX_VALUE, Long.MAX_VALUE);
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private SourceConformance() {}

  /**
   * The source under test. Every call of {@link #source} leads to the same records, which have
   * {@code equals}.
   */
  public interface Harness<T> {
    Source<T> source() throws Exception;

    /** How many records the source holds, rejected ones included; at least 10. */
    int records();

    /** Whether the source ends, so that its planner is exhausted one day. */
    boolean isBounded();

    /** A source of the same kind that ends and holds nothing; empty if there is no such thing. */
    Optional<Source<T>> emptySource() throws Exception;

    /** What a planner may use as its own directory; the same one each time. */
    Path directory() throws Exception;

    /** Whether ranges can be read by another process, and so the source be serialized. */
    default boolean travels() {
      return true;
    }
  }

  /** A source that has no end. */
  private record Endless<T>(Source<T> source, int records, Path directory) implements Harness<T> {
    @Override
    public boolean isBounded() {
      return false;
    }

    @Override
    public Optional<Source<T>> emptySource() {
      return Optional.empty();
    }
  }

  /**
   * The suite for a source that has no end, such as one that listens.
   *
   * @param records how many it holds, rejected ones included; at least 10
   * @param directory what a planner may use as its own; the same one each time
   */
  public static <T> List<Check> checks(Source<T> source, int records, Path directory) {
    return checks(new Endless<>(source, records, directory));
  }

  /** The suite; each check makes its own planner. */
  public static <T> List<Check> checks(Harness<T> harness) {
    Suite<T> suite = new Suite<>(harness);
    List<Check> checks =
        new ArrayList<>(
            List.of(
                new Check("every record is planned and read once", suite::completeness),
                new Check("a range gives the same records each time", suite::replay),
                new Check("a range can be read by another thread", suite::otherThread),
                new Check(
                    "ranges cut small give the same records as ranges cut large", suite::cuts),
                new Check(
                    "planning again from the same offsets gives the same", suite::idempotence),
                new Check("a new planner goes on from the offsets", suite::resumption),
                new Check("committed records may be forgotten, later ones not", suite::commits),
                new Check("a batch can be planned while the one before is read", suite::ahead),
                new Check("the record limit is kept, no range is empty", suite::recordLimit),
                new Check("a byte limit of one still makes progress", suite::byteLimit),
                new Check("bound to now, the source comes to its end", suite::boundToNow)));
    if (harness.isBounded()) {
      checks.add(new Check("exhausted says when everything is planned", suite::exhaustion));
    }
    checks.add(new Check("an empty source is exhausted at once", suite::emptiness));
    if (harness.travels()) {
      checks.add(new Check("a range can be read by a copy that was serialized", suite::travel));
    }
    return List.copyOf(checks);
  }

  private static final class Suite<T> {
    private final Harness<T> harness;

    Suite(Harness<T> harness) {
      this.harness = harness;
    }

    void completeness() throws Exception {
      Map<String, List<Object>> records = readAll(UNLIMITED);
      Checks.equal(harness.records(), count(records), "records read");
    }

    void replay() throws Exception {
      Source<T> source = harness.source();
      for (OffsetRange range : ranges(source, UNLIMITED)) {
        List<Object> first = read(source, range);
        Checks.equal(first, read(source, range), "second reading of " + range);
        Checks.equal(first, read(harness.source(), range), "reading of " + range + " elsewhere");
      }
    }

    void otherThread() throws Exception {
      Source<T> source = harness.source();
      for (OffsetRange range : ranges(source, UNLIMITED)) {
        FutureTask<List<Object>> task = new FutureTask<>(() -> read(source, range));
        new Thread(task, "source-conformance").start();
        Checks.equal(read(source, range), task.get(), "reading of " + range + " by two threads");
      }
    }

    void travel() throws Exception {
      Source<T> source = harness.source();
      for (OffsetRange range : ranges(source, UNLIMITED)) {
        Source<T> copy = Shipment.copy("source", source);
        List<Object> there = read(copy, Shipment.copy("range", range));
        Checks.equal(read(source, range), there, "reading of " + range + " by a copy");
        Checks.equal(source.badRecords(), copy.badRecords(), "policy of a copy");
      }
    }

    void cuts() throws Exception {
      Map<String, List<Object>> whole = readAll(UNLIMITED);
      for (long limit : new long[] {1, 2, 3, 7}) {
        Map<String, List<Object>> pieces = readAll(new PlanLimits(limit, Long.MAX_VALUE));
        Checks.equal(whole, pieces, "records by split with at most " + limit + " per batch");
      }
    }

    void idempotence() throws Exception {
      try (SplitPlanner planner = planner(harness.source())) {
        Map<String, Offset> offsets = new HashMap<>();
        awaitAll(planner);
        PlanLimits limits = new PlanLimits(3, Long.MAX_VALUE);
        for (int batch = 0; batch < 3; batch++) {
          List<OffsetRange> first = planner.plan(Collections.unmodifiableMap(offsets), limits);
          List<OffsetRange> again = planner.plan(Collections.unmodifiableMap(offsets), limits);
          Checks.equal(first, again, "second plan of batch " + batch);
          advance(offsets, first);
        }
      }
    }

    void resumption() throws Exception {
      Map<String, List<Object>> whole = readAll(UNLIMITED);
      Source<T> source = harness.source();
      Map<String, Offset> offsets = new HashMap<>();
      Map<String, List<Object>> records = new TreeMap<>();
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (count(records) < harness.records() && System.nanoTime() < deadline) {
        try (SplitPlanner planner = planner(source)) {
          List<OffsetRange> ranges = await(planner, offsets, new PlanLimits(4, Long.MAX_VALUE));
          readInto(records, source, ranges);
          advance(offsets, ranges);
        }
      }
      Checks.equal(whole, records, "records read by one planner per batch");
    }

    void commits() throws Exception {
      Map<String, List<Object>> whole = readAll(UNLIMITED);
      Source<T> source = harness.source();
      Map<String, Offset> offsets = new HashMap<>();
      Map<String, List<Object>> records = new TreeMap<>();
      try (SplitPlanner planner = planner(source)) {
        awaitAll(planner);
        List<OffsetRange> previous = List.of();
        while (count(records) < harness.records()) {
          planner.committed(Map.copyOf(offsets));
          List<OffsetRange> ranges = await(planner, offsets, new PlanLimits(4, Long.MAX_VALUE));
          if (ranges.isEmpty()) {
            break;
          }
          previous = ranges;
          readInto(records, source, previous);
          advance(offsets, ranges);
        }
        for (OffsetRange range : previous) {
          Checks.equal(
              range.records(), (long) read(source, range).size(), "last range, uncommitted");
        }
      }
      Checks.equal(whole, records, "records read with a commit per batch");
    }

    void ahead() throws Exception {
      Map<String, List<Object>> whole = readAll(UNLIMITED);
      Source<T> source = harness.source();
      PlanLimits limits = new PlanLimits(4, Long.MAX_VALUE);
      Map<String, Offset> offsets = new HashMap<>();
      Map<String, List<Object>> records = new TreeMap<>();
      try (SplitPlanner planner = planner(source)) {
        awaitAll(planner);
        List<OffsetRange> ranges = await(planner, offsets, limits);
        long planned = 0;
        while (!ranges.isEmpty()) {
          advance(offsets, ranges);
          planned += ranges.stream().mapToLong(OffsetRange::records).sum();
          boolean isLast = planned >= harness.records();
          Map<String, Offset> after = Map.copyOf(offsets);
          FutureTask<List<OffsetRange>> next =
              new FutureTask<>(() -> isLast ? List.of() : await(planner, after, limits));
          Thread thread = new Thread(next, "source-conformance");
          for (OffsetRange range : ranges) {
            records
                .computeIfAbsent(range.split(), split -> new ArrayList<>())
                .addAll(read(source, range, () -> runOnce(thread)));
          }
          runOnce(thread);
          ranges = next.get();
          planner.committed(after);
        }
      }
      Checks.equal(whole, records, "records read while the next batch was planned");
    }

    private static void runOnce(Thread thread) throws InterruptedException {
      if (thread.getState() == Thread.State.NEW) {
        thread.start();
      }
      thread.join();
    }

    void recordLimit() throws Exception {
      Source<T> source = harness.source();
      try (SplitPlanner planner = planner(source)) {
        awaitAll(planner);
        Map<String, Offset> offsets = new HashMap<>();
        int read = 0;
        while (read < harness.records()) {
          List<OffsetRange> ranges = planner.plan(offsets, new PlanLimits(4, Long.MAX_VALUE));
          int batch = 0;
          for (OffsetRange range : ranges) {
            Checks.that(!range.from().equals(range.until()), "empty range " + range);
            int records = read(source, range).size();
            Checks.that(records > 0, "range without records: " + range);
            batch += records;
          }
          Checks.that(batch <= 4, "limit of 4 records, batch of " + batch + ": " + ranges);
          Checks.that(batch > 0, "nothing planned after " + read + " of " + harness.records());
          read += batch;
          advance(offsets, ranges);
        }
      }
    }

    void byteLimit() throws Exception {
      Map<String, List<Object>> records = readAll(new PlanLimits(Long.MAX_VALUE, 1));
      Checks.equal(harness.records(), count(records), "records read with a limit of 1 byte");
    }

    void boundToNow() throws Exception {
      Source<T> source = harness.source();
      Map<String, Offset> offsets = new HashMap<>();
      Map<String, List<Object>> records = new TreeMap<>();
      try (SplitPlanner waiting = planner(source)) {
        awaitAll(waiting);
      }
      try (SplitPlanner planner = planner(source)) {
        boolean saysWhen = planner.boundToNow();
        boolean done = false;
        for (int batch = 0; !done; batch++) {
          Checks.that(batch <= harness.records(), "no end after " + batch + " batches");
          PlanLimits limits = new PlanLimits(4, Long.MAX_VALUE);
          List<OffsetRange> ranges =
              saysWhen ? await(planner, offsets, limits) : planner.plan(offsets, limits);
          done = planner.exhausted() || (ranges.isEmpty() && !saysWhen);
          readInto(records, source, ranges);
          advance(offsets, ranges);
        }
      }
      Checks.equal(harness.records(), count(records), "records read until the end");
    }

    void exhaustion() throws Exception {
      Source<T> source = harness.source();
      Map<String, Offset> offsets = new HashMap<>();
      int read = 0;
      try (SplitPlanner planner = planner(source)) {
        boolean exhausted = false;
        while (!exhausted) {
          List<OffsetRange> ranges = planner.plan(offsets, new PlanLimits(3, Long.MAX_VALUE));
          exhausted = planner.exhausted();
          Checks.that(exhausted || !ranges.isEmpty(), "stuck after " + read + " records");
          for (OffsetRange range : ranges) {
            read += read(source, range).size();
          }
          advance(offsets, ranges);
        }
        Checks.equal(harness.records(), read, "records planned when exhausted");
        Checks.equal(List.of(), planner.plan(offsets, UNLIMITED), "plan after the end");
        Checks.that(planner.exhausted(), "no longer exhausted after the end");
      }
      try (SplitPlanner planner = planner(source)) {
        Checks.equal(List.of(), planner.plan(offsets, UNLIMITED), "plan of a run after the end");
        Checks.that(planner.exhausted(), "a run after the end is not exhausted");
      }
    }

    void emptiness() throws Exception {
      Optional<Source<T>> source = harness.emptySource();
      if (source.isPresent()) {
        try (SplitPlanner planner = planner(source.get())) {
          Checks.equal(List.of(), planner.plan(Map.of(), UNLIMITED), "plan of an empty source");
          Checks.that(planner.exhausted(), "an empty source is not exhausted");
        }
      }
    }

    private SplitPlanner planner(Source<T> source) throws Exception {
      return source.planner(new SourceContext("conformance", harness.directory(), Clock.system()));
    }

    /** Ranges that hold everything, planned batch by batch. */
    private List<OffsetRange> ranges(Source<T> source, PlanLimits limits) throws Exception {
      List<OffsetRange> all = new ArrayList<>();
      Map<String, Offset> offsets = new HashMap<>();
      int records = 0;
      try (SplitPlanner planner = planner(source)) {
        while (records < harness.records()) {
          List<OffsetRange> ranges = await(planner, offsets, limits);
          Checks.that(!ranges.isEmpty(), "only " + records + " of " + harness.records() + " came");
          for (OffsetRange range : ranges) {
            Offset expected = offsets.get(range.split());
            Checks.that(
                expected == null || expected.equals(range.from()),
                "range does not go on at " + expected + ": " + range);
            offsets.put(range.split(), range.until());
            records += read(source, range).size();
          }
          all.addAll(ranges);
        }
      }
      return all;
    }

    private Map<String, List<Object>> readAll(PlanLimits limits) throws Exception {
      Source<T> source = harness.source();
      Map<String, List<Object>> records = new TreeMap<>();
      readInto(records, source, ranges(source, limits));
      return records;
    }

    private void readInto(
        Map<String, List<Object>> records, Source<T> source, List<OffsetRange> ranges)
        throws Exception {
      for (OffsetRange range : ranges) {
        records
            .computeIfAbsent(range.split(), split -> new ArrayList<>())
            .addAll(read(source, range));
      }
    }

    /** Waits until everything the harness promises has arrived at the source. */
    private void awaitAll(SplitPlanner planner) throws Exception {
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      Map<String, Offset> offsets = new HashMap<>();
      long records = 0;
      while (records < harness.records() && System.nanoTime() < deadline) {
        List<OffsetRange> ranges = await(planner, offsets, new PlanLimits(1, Long.MAX_VALUE));
        records += ranges.size();
        advance(offsets, ranges);
      }
    }

    private static List<OffsetRange> await(
        SplitPlanner planner, Map<String, Offset> offsets, PlanLimits limits) throws Exception {
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (true) {
        List<OffsetRange> ranges = planner.plan(Collections.unmodifiableMap(offsets), limits);
        if (!ranges.isEmpty() || planner.exhausted() || System.nanoTime() > deadline) {
          return ranges;
        }
        LockSupport.parkNanos(1_000_000);
      }
    }

    /** Records and rejects of a range, in order of arrival each. */
    private static <T> List<Object> read(Source<T> source, OffsetRange range) throws Exception {
      return read(source, range, () -> {});
    }

    /**
     * @param meanwhile done with each record, before the next one is read
     */
    private static <T> List<Object> read(Source<T> source, OffsetRange range, Act meanwhile)
        throws Exception {
      List<Object> records = new ArrayList<>();
      List<DeadLetter> rejects = new ArrayList<>();
      try (SplitReader<T> reader = source.reader(range)) {
        reader.read(
            value -> {
              records.add(value);
              meanwhile.run();
            },
            reject -> {
              rejects.add(reject);
              meanwhile.run();
            });
      }
      records.addAll(rejects);
      return records;
    }

    private interface Act {
      void run() throws Exception;
    }

    private static void advance(Map<String, Offset> offsets, List<OffsetRange> ranges) {
      ranges.forEach(range -> offsets.put(range.split(), range.until()));
    }

    private static int count(Map<String, List<Object>> records) {
      return records.values().stream().mapToInt(List::size).sum();
    }
  }
}
