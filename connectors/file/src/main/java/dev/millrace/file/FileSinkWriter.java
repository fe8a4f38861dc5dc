package dev.millrace.file;

import dev.millrace.core.Batch;
import dev.millrace.core.SinkException;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages in {@code .stage}, publishes by renaming. What is staged, and what is published, is told
 * by the files alone, so that a new process knows as much as the one that died.
 *
 * <p>A file {@code .owner} names the sink that the directory belongs to. Where it agrees, published
 * files of batches that are not committed can only stem from a checkpoint that was lost since; they
 * are removed, and written again when the batches are redone.
 */
final class FileSinkWriter<T> implements SinkWriter<T> {
  private static final Logger LOG = LoggerFactory.getLogger(FileSinkWriter.class);
  private static final Pattern NAME = Pattern.compile("batch-(\\d{12,18})\\.[a-z]+");

  private final Path directory;
  private final Path stage;
  private final LineFormat<T> format;
  private final SinkContext context;

  private FileSinkWriter(Path directory, LineFormat<T> format, SinkContext context) {
    this.directory = directory;
    this.stage = directory.resolve(".stage");
    this.format = format;
    this.context = context;
  }

  static <T> FileSinkWriter<T> open(Path directory, LineFormat<T> format, SinkContext context)
      throws IOException {
    FileSinkWriter<T> writer = new FileSinkWriter<>(directory, format, context);
    DurableFiles.createDirectories(directory);
    writer.claim();
    Files.createDirectories(writer.stage);
    DurableFiles.forceDirectory(directory);
    return writer;
  }

  private void claim() throws IOException {
    Path owner = directory.resolve(".owner");
    String name = "pipeline " + context.pipeline() + ", sink " + context.name() + "\n";
    NavigableMap<Long, Path> published = batches(directory);
    String found = Files.exists(owner) ? Files.readString(owner) : published.isEmpty() ? name : "";
    if (!found.equals(name)) {
      throw new SinkException(
          where()
              + "the directory "
              + directory
              + " holds the output of "
              + (found.isEmpty() ? "somebody else" : found.strip())
              + "; give every sink a directory of its own");
    }
    if (context.committed() < 0 && !published.isEmpty()) {
      throw new SinkException(
          where()
              + "the pipeline starts afresh, but "
              + published.firstEntry().getValue()
              + " is there from an earlier run; empty the directory, choose another, or start with"
              + " the checkpoint of that run");
    }
    SortedMap<Long, Path> lost = published.tailMap(context.committed(), false);
    if (!lost.isEmpty()) {
      LOG.warn(
          "{}batches {} to {} were published, but the checkpoint ends with {}; they are removed and"
              + " written again",
          where(),
          lost.firstKey(),
          lost.lastKey(),
          context.committed());
      delete(lost);
    }
    if (!Files.exists(owner)) {
      Path unfinished = directory.resolve(".owner.tmp");
      DurableFiles.write(unfinished, List.of(name.getBytes(StandardCharsets.UTF_8)));
      DurableFiles.move(unfinished, owner);
    }
  }

  private String where() {
    return "sink '" + context.name() + "': ";
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

  private static void delete(SortedMap<Long, Path> batches) throws IOException {
    for (Path file : batches.values()) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void stage(long batchId, Batch<T> batch) throws Exception {
    LineFormat<T> lines = format;
    List<byte[]> parts = batch.runPartitions((partition, values) -> encode(lines, values));
    if (parts.stream().anyMatch(part -> part.length > 0)) {
      List<byte[]> content = new ArrayList<>();
      content.add(lines.header());
      content.addAll(parts);
      String name = String.format("batch-%012d.%s", batchId, format.extension());
      DurableFiles.write(stage.resolve(name), content);
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
      DurableFiles.move(staged, directory.resolve(staged.getFileName().toString()));
    }
  }

  @Override
  public void discard(long firstBatchId) throws IOException {
    delete(batches(stage).tailMap(firstBatchId, true));
  }

  /** Removes the staging directory, unless something waits there for the next run. */
  @Override
  public void close() throws IOException {
    if (Files.exists(stage) && batches(stage).isEmpty()) {
      Files.delete(stage);
    }
  }
}
