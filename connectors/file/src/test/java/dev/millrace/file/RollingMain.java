package dev.millrace.file;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.time.ManualClock;
import java.nio.file.Path;
import java.time.Instant;

/** The process that {@link RollingCrashTest} kills. Arguments: checkpoint and output directory. */
final class RollingMain {
  static final int BATCHES = 20;
  static final int BATCH_ROWS = 40;

  private RollingMain() {}

  /** A number and its remainder. */
  public record Square(long remainder, long value) {}

  public static void main(String[] args) throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("rolling")
            .withTrigger(Trigger.availableNow())
            .withCheckpoint(Path.of(args[0]))
            .withClock(new ManualClock(Instant.EPOCH))
            .withMaxBatchRecords(BATCH_ROWS)
            .withThreads(1);
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source(
              "numbers",
              GeneratorSource.bounded(
                  (long) BATCHES * BATCH_ROWS, i -> new Square(i % (1 + i / 250), i * i)))
          .to(
              "numbers",
              FileSink.csv(Path.of(args[1]), Square.class)
                  .partitionedBy("remainder", Square::remainder)
                  .rolling(FileRolling.defaults().withMaxBytes(700).withMaxBatches(10)));
      context.start();
      context.awaitTermination();
    }
  }
}
