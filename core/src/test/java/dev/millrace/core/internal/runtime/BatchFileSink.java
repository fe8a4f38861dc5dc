package dev.millrace.core.internal.runtime;

import dev.millrace.core.Batch;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A file of lines per batch, renamed when published. Survives the process, not the machine: nothing
 * is forced.
 */
final class BatchFileSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;
  private static final String STAGED = "staged-";
  private static final String PUBLISHED = "batch-";

  private final String directory;

  BatchFileSink(Path directory) {
    this.directory = directory.toString();
  }

  @Override
  public SinkWriter<T> open(SinkContext context) throws IOException {
    return new Writer<>(Files.createDirectories(Path.of(directory)));
  }

  @Override
  public Delivery delivery() {
    return Delivery.EXACTLY_ONCE;
  }

  static List<Path> published(Path directory) throws IOException {
    return list(directory, PUBLISHED);
  }

  static List<Path> staged(Path directory) throws IOException {
    return list(directory, STAGED);
  }

  /** Where a batch is until it is published. */
  static Path staged(Path directory, long batchId) {
    return file(directory, STAGED, batchId);
  }

  private static Path file(Path directory, String prefix, long batchId) {
    return directory.resolve(prefix + String.format(Locale.ROOT, "%08d", batchId));
  }

  private static List<Path> list(Path directory, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  private static final class Writer<T> implements SinkWriter<T> {
    private final Path directory;

    Writer(Path directory) {
      this.directory = directory;
    }

    @Override
    public void stage(long batchId, Batch<T> batch) throws IOException {
      List<String> lines = batch.collect().stream().map(String::valueOf).toList();
      if (!Files.exists(file(directory, PUBLISHED, batchId))) {
        Files.write(file(directory, STAGED, batchId), lines);
      }
    }

    @Override
    public void publish(long batchId) throws IOException {
      if (Files.exists(file(directory, STAGED, batchId))) {
        Files.move(
            file(directory, STAGED, batchId),
            file(directory, PUBLISHED, batchId),
            StandardCopyOption.ATOMIC_MOVE);
      }
    }

    @Override
    public void discard(long firstBatchId) throws IOException {
      for (Path file : staged(directory)) {
        String name = file.getFileName().toString();
        if (Long.parseLong(name.substring(STAGED.length())) >= firstBatchId) {
          Files.delete(file);
        }
      }
    }
  }
}
