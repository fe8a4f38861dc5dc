package dev.millrace.hadoop;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.parquet.ParquetSink;
import java.net.URI;
import java.nio.file.Path;

/**
 * A pipeline that writes Parquet files in folders, to be run in a process of its own and killed.
 *
 * <pre>{@code
 * Exporting OUTPUT-URI CHECKPOINT
 * }</pre>
 */
final class Exporting {
  static final int ROWS = 200;

  private Exporting() {}

  /** A row; the remainder is its folder. */
  public record Row(long id, long remainder) {}

  public static void main(String[] arguments) throws InterruptedException {
    run(URI.create(arguments[0]), Path.of(arguments[1]));
  }

  /** Runs what is left of it. */
  static void run(URI output, Path checkpoint) throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("exporting")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(20)
            .withThreads(1)
            .withCheckpoint(checkpoint);
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("rows", GeneratorSource.bounded(ROWS, i -> new Row(i, i % 2)))
          .to(
              "files",
              ParquetSink.records(output, Row.class)
                  .partitionedBy("remainder", Row::remainder)
                  .rolling(FileRolling.defaults().withMaxBatches(4)));
      context.start();
      context.awaitTermination();
    }
  }
}
