package dev.millrace.notebooks;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs an example pipeline once over a file. */
public final class ExampleRun {
  private ExampleRun() {}

  /** Describes a pipeline. */
  public interface Description {
    Example on(StreamingContext context, Path input, Path output);
  }

  /** Runs to the end of the data, without a checkpoint. */
  public static Summary run(Description example, Path input, Path output, int batchSize)
      throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("example")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(batchSize);
    try (StreamingContext context = StreamingContext.create(config)) {
      Example running = example.on(context, input, output);
      context.start();
      context.awaitTermination();
      return running.summary();
    }
  }

  /** All rows of a sink's files in order, without the headers, split at commas. */
  public static List<String[]> rows(Path directory) throws IOException {
    List<String[]> rows = new ArrayList<>();
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Files.readAllLines(file).stream().skip(1).forEach(line -> rows.add(line.split(",", -1)));
      }
    }
    return rows;
  }
}
