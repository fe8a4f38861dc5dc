package dev.millrace.file;

import dev.millrace.core.Batch;
import dev.millrace.core.file.FileTree;
import dev.millrace.core.file.FileTree.Entry;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages in {@code .stage}, publishes by renaming. What is staged, and what is published, is told
 * by the files alone, so that a new process knows as much as the one that died.
 *
 * <p>Where the directory is the sink's own, published files of batches that are not committed can
 * only stem from a checkpoint that was lost since; they are removed, and written again when the
 * batches are redone.
 */
final class FileSinkWriter<T> implements SinkWriter<T> {
  private static final Logger LOG = LoggerFactory.getLogger(FileSinkWriter.class);
  private static final Pattern NAME = Pattern.compile("batch-(\\d{12,18})\\.[a-z]+");

  private final OutputDirectory directory;
  private final LineFormat<T> format;

  private FileSinkWriter(OutputDirectory directory, LineFormat<T> format) {
    this.directory = directory;
    this.format = format;
  }

  static <T> FileSinkWriter<T> open(FileTree tree, LineFormat<T> format, SinkContext context)
      throws IOException {
    OutputDirectory directory = new OutputDirectory(tree, context);
    FileSinkWriter<T> writer = new FileSinkWriter<>(directory, format);
    NavigableMap<Long, String> published = writer.batches("");
    directory.claim(published.values().stream().findFirst());
    writer.removeLost(published);
    return writer;
  }

  private void removeLost(NavigableMap<Long, String> published) throws IOException {
    long committed = directory.context().committed();
    SortedMap<Long, String> lost = published.tailMap(committed, false);
    if (!lost.isEmpty()) {
      LOG.warn(
          "{}batches {} to {} were published, but the checkpoint ends with {}; they are removed and"
              + " written again",
          directory.where(),
          lost.firstKey(),
          lost.lastKey(),
          committed);
      delete(lost);
    }
  }

  /** The names of a folder's batches. */
  private NavigableMap<Long, String> batches(String folder) throws IOException {
    NavigableMap<Long, String> batches = new TreeMap<>();
    for (Entry file : directory.tree().list(folder)) {
      Matcher matcher = NAME.matcher(OutputDirectory.lastPart(file.name()));
      if (matcher.matches()) {
        batches.put(Long.parseLong(matcher.group(1)), file.name());
      }
    }
    return batches;
  }

  private NavigableMap<Long, String> staged() throws IOException {
    return batches(OutputDirectory.STAGE);
  }

  private void delete(SortedMap<Long, String> batches) throws IOException {
    for (String file : batches.values()) {
      directory.tree().delete(file);
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
      String name = String.format(Locale.ROOT, "batch-%012d.%s", batchId, format.extension());
      directory.write(OutputDirectory.staged(name), content);
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
    for (String file : staged().headMap(batchId, true).values()) {
      directory.tree().move(file, OutputDirectory.lastPart(file));
    }
  }

  @Override
  public void discard(long firstBatchId) throws IOException {
    delete(staged().tailMap(firstBatchId, true));
  }

  /** Removes the staging directory, unless something waits there for the next run. */
  @Override
  public void close() throws IOException {
    directory.tree().delete(OutputDirectory.STAGE);
  }
}
