package dev.millrace.core.testing;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.source.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * A pipeline that counts what comes and keeps a checkpoint, in batches as large as they are by
 * default, and runs until it is closed: what a source costs beside a bare client that counts.
 *
 * <pre>{@code
 * try (CountingRun run = CountingRun.start(source, directory)) {
 *   send(200_000);
 *   run.await(200_000);
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class CountingRun implements AutoCloseable {
  private final StreamingContext context;
  private long left;

  private CountingRun(StreamingContext context) {
    this.context = context;
  }

  /**
   * Starts a pipeline whose batches follow each other at once.
   *
   * @param directory of its checkpoint; not there yet
   */
  public static CountingRun start(Source<?> source, Path directory) {
    Objects.requireNonNull(source, "source");
    StreamingConfig config =
        StreamingConfig.named("counting")
            .withTrigger(Trigger.continuous())
            .withCheckpoint(directory);
    CountingRun run = new CountingRun(StreamingContext.create(config));
    run.context
        .source("in", source)
        .foreachBatch(
            (batch, scope) ->
                batch
                    .runPartitions((partition, values) -> (long) values.size())
                    .forEach(run::take));
    run.context.start();
    return run;
  }

  private synchronized void take(long records) {
    left -= records;
    notifyAll();
  }

  /**
   * Waits for so many records more.
   *
   * @throws IllegalStateException when the pipeline ends before
   */
  public synchronized void await(long records) throws InterruptedException {
    left += records;
    while (left > 0) {
      wait(1_000);
      if (left > 0 && context.awaitTermination(Duration.ofNanos(1))) {
        throw new IllegalStateException("the pipeline has ended; " + left + " records are missing");
      }
    }
  }

  /** Stops the pipeline, and waits for its end. */
  @Override
  public void close() {
    context.stop();
    try {
      context.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
