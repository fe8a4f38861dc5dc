package dev.millrace.hadoop;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.ManualClock;
import dev.millrace.core.window.BatchWindow;
import dev.millrace.file.FileSink;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A pipeline with keyed state and a window, to be run in a process of its own and killed. Says
 * which batches are committed.
 *
 * <pre>{@code
 * Counting CHECKPOINT-URI OUTPUT
 * }</pre>
 */
final class Counting {
  static final String COMMITTED = "committed ";
  static final int BATCHES = 12;
  private static final int BATCH_ROWS = 4_000;

  private Counting() {}

  /** How often a number has come. */
  public record Count(int key, long count) {}

  public static void main(String[] arguments) throws InterruptedException {
    run(URI.create(arguments[0]), Path.of(arguments[1]));
  }

  /** Runs what is left of it. */
  static void run(URI checkpoint, Path output) throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("counting")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(BATCH_ROWS)
            .withPartitions(2)
            .withThreads(1)
            .withClock(new ManualClock(Instant.EPOCH))
            .withCheckpoint(checkpoint);
    try (StreamingContext context = StreamingContext.create(config)) {
      var numbers =
          context.source(
              "numbers", GeneratorSource.bounded((long) BATCHES * BATCH_ROWS, i -> (int) (i * 31)));
      numbers
          .keyBy(i -> Math.floorMod(i, 9_973))
          .<Long>updateStateByKey(
              StateCodecs.int32(),
              StateCodecs.int64(),
              (values, count) -> Optional.of(count.orElse(0L) + values.size()))
          .named("counts")
          .toPairs()
          .map(pair -> new Count(pair.key(), pair.value()))
          .to("counts", FileSink.csv(output.resolve("counts"), Count.class));
      numbers
          .keyBy(i -> Math.floorMod(i, 10))
          .mapValues(i -> 1L)
          .reduceByKeyAndWindow(
              BatchWindow.batches(3, 1), StateCodecs.int32(), StateCodecs.int64(), Long::sum)
          .named("recent")
          .toPairs()
          .map(pair -> new Count(pair.key(), pair.value()))
          .to("recent", FileSink.csv(output.resolve("recent"), Count.class));
      context.listen(
          new StreamingListener() {
            @Override
            public void onBatch(BatchReport report) {
              System.out.println(COMMITTED + report.batchId());
            }
          });
      context.start();
      context.awaitTermination();
    }
  }
}
