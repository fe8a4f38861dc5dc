package dev.millrace.hadoop;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.file.FileTree;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.time.ManualClock;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.zip.GZIPOutputStream;

/**
 * A pipeline that reads CSV and writes CSV and JSON lines in folders, to be run in a process of its
 * own and killed.
 *
 * <pre>{@code
 * Copying PLACE NAME CHECKPOINT
 * }</pre>
 */
final class Copying {
  static final int FILES = 8;
  private static final int FILE_ROWS = 20;

  private Copying() {}

  /** A row; the remainder is its folder. */
  public record Row(long id, long remainder) {}

  /** Files of rows, compressed every other time. */
  static void writeInput(URI place) throws IOException {
    FileTree tree = FileTree.at(place);
    for (int i = 0; i < FILES; i++) {
      StringBuilder text = new StringBuilder("id,remainder\n");
      for (int row = i * FILE_ROWS; row < (i + 1) * FILE_ROWS; row++) {
        text.append(row).append(',').append(row % 2).append('\n');
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      byte[] content = i % 2 == 0 ? bytes : compressed(bytes);
      tree.write("input/part-" + i + (i % 2 == 0 ? ".csv" : ".csv.gz"), out -> out.write(content));
    }
  }

  /** In two members, the second of which a reader may only find by asking whether there is more. */
  static byte[] compressed(byte[] bytes) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int half = bytes.length / 2;
    try (GZIPOutputStream out = new GZIPOutputStream(all)) {
      out.write(bytes, 0, half);
    }
    try (GZIPOutputStream out = new GZIPOutputStream(all)) {
      out.write(bytes, half, bytes.length - half);
    }
    return all.toByteArray();
  }

  public static void main(String[] arguments) throws InterruptedException {
    run(URI.create(arguments[0]), arguments[1], Path.of(arguments[2]), batch -> {});
  }

  /** Runs what is left of it. */
  static void run(URI place, String name, Path checkpoint, LongConsumer onBatch)
      throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("copying")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(FILE_ROWS)
            .withThreads(1)
            .withClock(new ManualClock(Instant.EPOCH))
            .withCheckpoint(checkpoint);
    try (StreamingContext context = StreamingContext.create(config)) {
      var rows =
          context.source(
              "rows",
              FileSource.csv(URI.create(place + "/input"), Row.class, FileOptions.defaults()));
      rows.to("batches", FileSink.csv(URI.create(place + "/" + name + "/batches"), Row.class));
      rows.to(
          "folders",
          FileSink.<Row>jsonLines(URI.create(place + "/" + name + "/folders"))
              .partitionedBy("remainder", Row::remainder)
              .rolling(FileRolling.defaults().withMaxBatches(3)));
      context.listen(
          new StreamingListener() {
            @Override
            public void onBatch(BatchReport report) {
              onBatch.accept(report.batchId());
            }
          });
      context.start();
      context.awaitTermination();
    }
  }

  /** Every file that shows. */
  static Map<String, String> output(URI place, String name) throws IOException {
    FileTree tree = FileTree.at(URI.create(place + "/" + name));
    Map<String, String> files = new TreeMap<>();
    for (FileTree.Entry file : tree.walk("")) {
      if (!file.name().contains("/.")) {
        try (InputStream in = tree.open(file, 0)) {
          files.put(file.name(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return files;
  }
}
