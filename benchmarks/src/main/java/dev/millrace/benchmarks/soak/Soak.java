package dev.millrace.benchmarks.soak;

import dev.millrace.core.Backpressure;
import dev.millrace.core.DegradePolicy;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.checkpoint.CheckpointPolicy;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.source.Source;
import dev.millrace.ml.stream.LearningStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Runs {@link SoakPipeline} for long, or at more than it can take, and fails if anything grows.
 *
 * <pre>{@code
 * java -Xmx256m -cp benchmarks/target/benchmarks.jar dev.millrace.benchmarks.soak.Soak \
 *     events 100000000 /tmp/soak
 * java -Xmx256m -cp benchmarks/target/benchmarks.jar dev.millrace.benchmarks.soak.Soak \
 *     overload 60 /tmp/overload
 * }</pre>
 */
public final class Soak {
  private static final int SPLITS = 2;
  private static final int SAMPLES = 30;
  private static final int BATCHES_PER_SNAPSHOT = 4;
  private static final double MOST_GROWTH = 1.05;
  private static final double OVERLOAD = 3;
  private static final long FIRST_BATCH = 1_000;

  /**
   * Old files are deleted beside the next batch, so a count may or may not find those that are just
   * going: a plan, a checkpoint, and the state of as many batches as a snapshot replaces.
   */
  private static final long FILES_OF_A_SWEEP = BATCHES_PER_SNAPSHOT + 2;

  private final Path directory;
  private final List<Vitals> samples = new ArrayList<>();
  private LearningStream<SoakPipeline.Counted> learning;
  private BatchReport first;
  private long batches;
  private long records;
  private long skipped;
  private long evicted;
  private long degraded;

  private Soak(Path directory) {
    this.directory = directory;
  }

  /** See the class; exits with 1 if anything grows, or is miscounted. */
  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      throw new IllegalArgumentException("expected events|overload NUMBER DIRECTORY");
    }
    long number = Long.parseLong(args[1]);
    Soak soak = new Soak(Path.of(args[2]));
    if (args[0].equals("events")) {
      soak.runEvents(number);
    } else {
      soak.runOverload(Duration.ofSeconds(number));
    }
  }

  private StreamingConfig config(String name) {
    return StreamingConfig.named(name)
        .withThreads(2)
        .withCheckpoint(directory.resolve("checkpoint"))
        .withCheckpointPolicy(CheckpointPolicy.everyBatches(BATCHES_PER_SNAPSHOT));
  }

  private void runEvents(long events) throws InterruptedException {
    int perBatch = (int) Math.max(1_000, Math.min(50_000, events / (2 * SAMPLES)));
    long every = Math.max(1, events / perBatch / SAMPLES);
    double seconds =
        run(
            config("soak").withTrigger(Trigger.availableNow()).withMaxBatchRecords(perBatch),
            GeneratorSource.bounded(events, Visit::of).withSplits(SPLITS),
            every,
            Duration.ZERO);
    require(records == events, records + " of " + events + " events");
    check(seconds);
  }

  /** Finds out what can be sustained, then runs at three times as much. */
  private void runOverload(Duration time) throws InterruptedException {
    unhurried("warm-up", time.dividedBy(3));
    double sustainable = unhurried("sustainable", time.dividedBy(3));
    StreamingConfig config =
        config("overload")
            .withTrigger(Trigger.interval(Duration.ofMillis(200)))
            .withMaxBatchRecords(50_000)
            .withBackpressure(Backpressure.defaults().withInitialBatchRecords(FIRST_BATCH))
            .withDegrade(DegradePolicy.whenLate(Duration.ofMillis(200)).orBehind(3));
    double lasted =
        run(
            config,
            GeneratorSource.unbounded(Visit::of)
                .withRate(OVERLOAD * sustainable)
                .withSplits(SPLITS),
            Math.max(1, time.toMillis() / 200 / SAMPLES),
            time);
    require(first.records() <= FIRST_BATCH, "a first batch of " + first.records());
    require(degraded > 0, "no batch was degraded");
    System.out.printf(
        Locale.ROOT,
        "sustainable %.0f events/s, offered %.0f events/s, first batch %d events, %d of %d batches"
            + " degraded%n",
        sustainable,
        OVERLOAD * sustainable,
        first.records(),
        degraded,
        batches);
    check(lasted);
  }

  /** Events per second of a pipeline that takes as much as it can. */
  private double unhurried(String name, Duration time) throws InterruptedException {
    Soak alone = new Soak(directory.resolve(name));
    double seconds =
        alone.run(
            alone.config(name).withMaxBatchRecords(20_000),
            GeneratorSource.unbounded(Visit::of).withSplits(SPLITS),
            Long.MAX_VALUE,
            time);
    return alone.records / seconds;
  }

  /**
   * @param sampleEvery so many batches
   * @param longest stops after that; zero for at the end of the source
   * @return how many seconds it took
   */
  private double run(
      StreamingConfig config, Source<Visit> source, long sampleEvery, Duration longest)
      throws InterruptedException {
    long start = System.nanoTime();
    try (StreamingContext context = StreamingContext.create(config)) {
      learning = SoakPipeline.describe(context, source, directory.resolve("output"));
      context.listen(
          new StreamingListener() {
            @Override
            public void onBatch(BatchReport report) {
              count(report);
              if (batches % sampleEvery == 0) {
                sample(report.batchId());
              }
            }
          });
      context.start();
      if (longest.isZero()) {
        context.awaitTermination();
      } else if (context.awaitTermination(longest)) {
        throw new IllegalStateException("the source has ended");
      }
      context.stop();
      context.awaitTermination();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private void count(BatchReport report) {
    first = first == null ? report : first;
    batches++;
    records += report.records();
    skipped += report.skippedRows().getOrDefault(SoakPipeline.LEARNING, 0L);
    evicted += report.stateUsage().get(SoakPipeline.STATE).evictedKeys();
    degraded += report.degraded() ? 1 : 0;
  }

  private void sample(long batchId) {
    Vitals vitals = Vitals.now(batchId, directory.resolve("checkpoint"));
    samples.add(vitals);
    System.out.println(vitals);
  }

  private void check(double seconds) {
    long learned = learning.report().learner("logistic").rowsLearned();
    require(
        learning.report().rows() == records
            && learning.report().skippedRows() == skipped
            && learned + skipped == records,
        records + " events, but " + learned + " learned and " + skipped + " skipped");
    Figure.ALL.forEach(figure -> figure.requireFlat(samples));
    System.out.printf(
        Locale.ROOT,
        "ok: %d events in %d batches, %.0f events/s, %d learned, %d skipped, %d keys evicted; at"
            + " most %.1f MiB of heap, %d threads, %d descriptors, %d files%n",
        records,
        batches,
        records / seconds,
        learned,
        skipped,
        evicted,
        Vitals.max(samples, Vitals::heapBytes) / 1048576.0,
        Vitals.max(samples, Vitals::threads),
        Vitals.max(samples, Vitals::descriptors),
        Vitals.max(samples, Vitals::files));
  }

  /**
   * What must be flat once the first third, which warms up, is over.
   *
   * @param slack what comes and goes
   */
  private record Figure(String name, ToLongFunction<Vitals> of, long slack) {
    static final List<Figure> ALL =
        List.of(
            new Figure("heap", Vitals::heapBytes, 2 << 20),
            new Figure("threads", Vitals::threads, 1),
            new Figure("descriptors", Vitals::descriptors, 1),
            new Figure("files", Vitals::files, FILES_OF_A_SWEEP));

    void requireFlat(List<Vitals> samples) {
      int third = samples.size() / 3;
      long before = Vitals.max(samples.subList(third, 2 * third), of);
      long after = Vitals.max(samples.subList(2 * third, samples.size()), of);
      require(
          after <= before * MOST_GROWTH + slack,
          name + " grew from " + before + " to " + after + " after warming up");
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
