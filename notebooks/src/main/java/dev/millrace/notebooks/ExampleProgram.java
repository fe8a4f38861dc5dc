package dev.millrace.notebooks;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An example pipeline as a program over the data that comes with it, in batches of 100 rows.
 *
 * @param name of the pipeline
 * @param data the file that it reads unless another is named; see {@link ShippedData}
 * @param description puts it on a context
 */
public record ExampleProgram(String name, String data, Description description) {
  private static final int BATCH = 100;

  /** Describes a pipeline. */
  @FunctionalInterface
  public interface Description {
    Example on(StreamingContext context, Path input, Path output);
  }

  private StreamingConfig config(Path directory) {
    return StreamingConfig.named(name)
        .withTrigger(Trigger.availableNow())
        .withMaxBatchRecords(BATCH)
        .withCheckpoint(directory.resolve("checkpoint"));
  }

  /**
   * Runs to the end of the data, in {@code .millrace/} and its name; goes on where an earlier run
   * was stopped.
   *
   * @param args a file to read in place of the shipped data, or nothing
   */
  public Summary resume(String... args) throws IOException, InterruptedException {
    Path input = args.length > 0 ? Path.of(args[0]) : ShippedData.file(data);
    Path directory = Path.of(".millrace", name);
    try (StreamingContext context = StreamingContext.create(config(directory))) {
      Example example = description.on(context, input, directory.resolve("output"));
      context.start();
      context.awaitTermination();
      return example.summary();
    }
  }
}
