package dev.millrace.file;

import dev.millrace.core.Batch;
import dev.millrace.core.SinkException;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Stages in {@code .stage}, publishes by renaming. What is staged is told by what lies there. */
final class FileSinkWriter<T> implements SinkWriter<T> {
  private static final Pattern NAME = Pattern.compile("batch-(\\d{12,18})\\.[a-z]+");

  private final Path directory;
  private final Path stage;
  private final LineFormat<T> format;

  private FileSinkWriter(Path directory, LineFormat<T> format) {
    this.directory = directory;
    this.stage = directory.resolve(".stage");
    this.format = format;
  }

  static <T> FileSinkWriter<T> open(Path directory, LineFormat<T> format, SinkContext context)
      throws IOException {
    FileSinkWriter<T> writer = new FileSinkWriter<>(directory, format);
    Files.createDirectories(writer.stage);
    DurableFiles.forceDirectory(directory);
    NavigableMap<Long, Path> published = batches(directory);
    if (!published.isEmpty() && published.lastKey() > context.committed()) {
      throw new SinkException(
          "sink '"
              + context.name()
              + "': "
              + published.lastEntry().getValue()
              + " is of a batch that pipeline '"
              + context.pipeline()
              + "' has not committed ("
              + (context.committed() < 0 ? "it starts afresh" : "newest: " + context.committed())
              + "); the directory holds the output of another run: choose another directory, or"
              + " empty it");
    }
    return writer;
  }

  private static NavigableMap<Long, Path> batches(Path directory) throws IOException {
    NavigableMap<Long, Path> batches = new TreeMap<>();
    try (Stream<Path> paths = Files.list(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Matcher matcher = NAME.matcher(path.getFileName().toString());
        if (matcher.matches()) {
          batches.put(Long.parseLong(matcher.group(1)), path);
        }
      }
    }
    return batches;
  }

  private String name(long batchId) {
    return String.format("batch-%012d.%s", batchId, format.extension());
  }

  @Override
  public void stage(long batchId, Batch<T> batch) throws Exception {
    LineFormat<T> lines = format;
    List<byte[]> parts = batch.runPartitions((partition, values) -> encode(lines, values));
    long size = 0;
    for (byte[] part : parts) {
      size += part.length;
    }
    if (size > 0) {
      List<byte[]> content = new ArrayList<>();
      content.add(lines.header());
      content.addAll(parts);
      DurableFiles.write(stage.resolve(name(batchId)), content);
    }
  }

  private static <T> byte[] encode(LineFormat<T> format, List<T> values) throws Exception {
    ByteOutput out = new ByteOutput();
    LineEncoder<T> encoder = format.encoder();
    for (T value : values) {
      encoder.encode(value, out);
    }
    return out.toBytes();
  }

  @Override
  public void publish(long batchId) throws IOException {
    for (Path staged : batches(stage).headMap(batchId, true).values()) {
      Path target = directory.resolve(staged.getFileName().toString());
      if (Files.exists(target)) {
        throw new SinkException(
            target
                + " exists, though its batch is only now to be published; two pipelines seem to"
                + " write to the directory: give each its own");
      }
      DurableFiles.move(staged, target);
    }
  }

  @Override
  public void discard(long firstBatchId) throws IOException {
    for (Path staged : batches(stage).tailMap(firstBatchId, true).values()) {
      Files.delete(staged);
    }
  }

  /** Removes the staging directory, unless something waits there. */
  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(stage);
    } catch (DirectoryNotEmptyException e) {
      // What is staged belongs to the next run.
      return;
    }
  }
}
