package dev.millrace.notebooks;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.StreamingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs an example pipeline once over a file. */
public final class TestRuns {
  private TestRuns() {}

  /** Runs to the end of the data, without a checkpoint. */
  public static Summary run(
      ExampleProgram.Description example, Path input, Path output, int batchSize)
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

  /**
   * Runs to the end of the data, but stops after every few batches and goes on from the checkpoint.
   *
   * @param batches how many before each stop
   */
  public static Summary runInPieces(
      ExampleProgram.Description example,
      Path input,
      Path output,
      Path checkpoint,
      int batchSize,
      int batches)
      throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("example")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(batchSize)
            .withCheckpoint(checkpoint);
    while (true) {
      try (StreamingContext context = StreamingContext.create(config)) {
        Example running = example.on(context, input, output);
        AtomicInteger done = new AtomicInteger();
        context.listen(
            new StreamingListener() {
              @Override
              public void onBatch(BatchReport report) {
                if (done.incrementAndGet() == batches) {
                  context.stop();
                }
              }
            });
        context.start();
        context.awaitTermination();
        if (done.get() < batches) {
          return running.summary();
        }
      }
    }
  }

  /** The content of all files below a directory, by path. */
  public static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (var paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(path).toString(), Files.readString(path));
      }
    }
    return contents;
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
