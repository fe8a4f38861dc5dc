package dev.millrace.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.alert.Alert;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.time.ManualClock;
import dev.millrace.file.CsvColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A pipeline as YAML and as Java, each run in a directory of its own. */
record TwinRun(Path directory) {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  /**
   * Runs both, and compares output files and what the checkpoints hold.
   *
   * @param yaml whose outputs are CSV files in the directories of their names
   * @param twin describes the same, with outputs below the directory that it is given
   */
  void compare(
      PipelineFile yaml, int batch, BiConsumer<StreamingContext, Path> twin, String... outputs)
      throws Exception {
    Path declared = directory.resolve("declared");
    PipelineFile placed = yaml.with("checkpoint.path", declared.resolve("checkpoint").toString());
    for (String output : outputs) {
      placed = placed.with("outputs." + output + ".to.path", declared.resolve(output).toString());
    }
    try (StreamingContext context =
        StreamingContext.create(placed.config().withClock(new ManualClock(NOW)))) {
      placed.describe(context);
      context.start();
      context.awaitTermination();
    }
    Path written = directory.resolve("written");
    StreamingConfig config =
        StreamingConfig.named(yaml.name())
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(batch)
            .withClock(new ManualClock(NOW))
            .withCheckpoint(written.resolve("checkpoint"));
    try (StreamingContext context = StreamingContext.create(config)) {
      twin.accept(context, written);
      context.start();
      context.awaitTermination();
    }
    for (String output : outputs) {
      Map<String, String> expected = files(written.resolve(output));
      assertTrue(!expected.isEmpty(), "nothing is written to " + output);
      assertEquals(expected, files(declared.resolve(output)), output);
    }
    assertEquals(content(written), content(declared));
  }

  /** Visible files by name, and what is in them. */
  private static Map<String, String> files(Path directory) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        found.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return found;
  }

  private static String content(Path directory) {
    CheckpointStore store = CheckpointStore.open(directory.resolve("checkpoint"));
    return store.content(store.newest().orElseThrow().batchId()).toString();
  }

  /** The columns of alerts. */
  static CsvColumns<Alert> told() {
    return CsvColumns.<Alert>none()
        .with("id", Alert::id)
        .with("incident", Alert::incident)
        .with("source", Alert::source)
        .with("rule", Alert::rule)
        .with("key", Alert::key)
        .with("severity", Alert::severity)
        .with("state", Alert::state)
        .with("since", Alert::since)
        .with("time", Alert::time)
        .with("level", Alert::level)
        .with("limit", Alert::limit)
        .with("text", Alert::text);
  }
}
