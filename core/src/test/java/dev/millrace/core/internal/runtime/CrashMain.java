package dev.millrace.core.internal.runtime;

import dev.millrace.core.DStream;
import dev.millrace.core.KeyValue;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.Clock;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.window.EarlyFiring;
import dev.millrace.core.window.TumblingWindow;
import dev.millrace.core.window.WindowOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The process that {@link CrashTest} kills: counts numbers by their remainder and writes every
 * change, their sums by windows of event time, and the numbers themselves. Prints a line per batch.
 * Arguments: checkpoint directory, output directory, how many records, or {@code unbounded}. {@code
 * -Dfault} names a {@link Fault} that its user code has; {@code -DintervalMillis} has batches come
 * at intervals of the computer's clock, and no others.
 */
final class CrashMain {
  static final int BATCH_RECORDS = 50;

  /** What follows the name of the output directory in that of the directory of windows. */
  static final String WINDOWS = "-windows";

  /** And in that of what is published while the next batch is under way. */
  static final String BEHIND = "-behind";

  private static final WindowOptions EARLY =
      WindowOptions.defaults().withEarly(EarlyFiring.everyBatches(3));

  private static final long INTERVAL_MILLIS = Long.getLong("intervalMillis", 0);

  private CrashMain() {}

  /**
   * What starts it.
   *
   * @param tool what it runs under; may be empty
   * @param options of the JVM
   */
  static List<String> command(
      List<String> tool, List<String> options, Path checkpoint, Path output, String records) {
    List<String> command = new ArrayList<>(tool);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(CrashMain.class.getName());
    command.addAll(List.of(checkpoint.toString(), output.toString(), records));
    return command;
  }

  public static void main(String[] args) throws InterruptedException {
    boolean isUnbounded = args[2].equals("unbounded");
    StreamingConfig config =
        StreamingConfig.named("crash")
            .withTrigger(isUnbounded ? Trigger.continuous() : Trigger.availableNow())
            .withCheckpoint(Path.of(args[0]))
            .withClock(new Standing())
            .withMaxBatchRecords(BATCH_RECORDS)
            .withThreads(2);
    if (INTERVAL_MILLIS > 0) {
      Duration interval = Duration.ofMillis(INTERVAL_MILLIS);
      config = config.withTrigger(Trigger.interval(interval)).withClock(Clock.system());
    }
    String fault = System.getProperty("fault", "NONE");
    if (Fault.valueOf(fault) == Fault.HANG) {
      config = config.withBatchDeadline(Duration.ofMillis(500));
    }
    try (StreamingContext context = StreamingContext.create(config)) {
      GeneratorSource<Long> source =
          isUnbounded
              ? GeneratorSource.unbounded(i -> i * i)
              : GeneratorSource.bounded(Long.parseLong(args[2]), i -> i * i);
      DStream<Long> numbers =
          context.source("numbers", source.withSplits(3)).filter(Fault.valueOf(fault)::passes);
      numbers
          .map(String::valueOf)
          .to("behind", new BehindFileSink<>(Path.of(args[1] + BEHIND), Path.of(args[0])));
      numbers
          .keyBy(i -> i % 7)
          .<Long>updateStateByKey(
              StateCodecs.int64(),
              StateCodecs.int64(),
              (values, count) -> Optional.of(count.orElse(0L) + values.size()))
          .named("counts")
          .toPairs()
          .map((KeyValue<Long, Long> pair) -> pair.key() + " " + pair.value())
          .to("out", new BatchFileSink<>(Path.of(args[1])));
      numbers
          .withEventTime(EventTime.ofEpochMillis(square -> square))
          .named("squares")
          .keyBy(i -> i % 7, StateCodecs.int64())
          .window(TumblingWindow.of(Duration.ofMinutes(1)), EARLY)
          .reduce(StateCodecs.int64(), Long::sum)
          .named("sums")
          .results()
          .map(String::valueOf)
          .to("windows", new BatchFileSink<>(Path.of(args[1] + WINDOWS)));
      context.listen(new Lines());
      context.start();
      context.awaitTermination();
    }
  }

  /** Batch times are part of the state, so they must not differ from run to run. */
  private static final class Standing implements Clock {
    @Override
    public Instant instant() {
      return Instant.EPOCH;
    }

    @Override
    public long nanos() {
      return Clock.system().nanos();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      Clock.system().sleep(duration);
    }
  }

  private static final class Lines implements StreamingListener {
    private Instant before = Instant.MIN;

    @Override
    public void onBatch(BatchReport report) {
      boolean wentBack = INTERVAL_MILLIS > 0 && !report.batchTime().isAfter(before);
      String what = report.batchId() + (wentBack ? " is not after " + before : "") + "\n";
      before = report.batchTime();
      byte[] line = what.getBytes(StandardCharsets.UTF_8);
      System.out.write(line, 0, line.length);
      System.out.flush();
    }
  }
}
