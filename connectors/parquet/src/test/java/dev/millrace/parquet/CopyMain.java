package dev.millrace.parquet;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.testing.TracedFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process that gets killed: copies Parquet to merged files in folders, and Arrow to a file per
 * batch.
 */
final class CopyMain {
  private CopyMain() {}

  record Trade(long id, Optional<Double> price, String side) {}

  /**
   * @param args Parquet files, an Arrow file, a directory for the output, another for the
   *     checkpoint
   */
  public static void main(String[] args) throws InterruptedException, IOException {
    StreamingConfig config =
        StreamingConfig.named("killed")
            .withCheckpoint(Path.of(args[3]))
            .withThreads(1)
            .withMaxBatchRecords(5)
            .withTrigger(Trigger.availableNow());
    URI output = URI.create(args[2]);
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("parquet", ParquetSource.records(URI.create(args[0]), Trade.class))
          .to(
              "merged",
              ParquetSink.records(output.resolve("merged"), Trade.class)
                  .partitionedBy("side", Trade::side)
                  .rolling(FileRolling.defaults().withMaxBatches(3)));
      context
          .source("arrow", ArrowSource.records(URI.create(args[1]), Trade.class))
          .to("plain", ParquetSink.records(output.resolve("plain"), Trade.class));
      context.start();
      context.awaitTermination();
    }
    try (Stream<Path> files = Files.walk(Path.of(output))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        TracedFiles.lasts(file);
      }
    }
  }
}
