package dev.millrace.parquet;

import dev.millrace.core.Batch;
import dev.millrace.core.SinkException;
import dev.millrace.core.sink.OpenFolders;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * Stages a file per batch and folder, and puts them into place, one by one or several merged. Which
 * go together follows from the staged files; what is staged and what is in place is told by the
 * files alone, so that a new process knows as much as the one that died.
 */
final class ParquetSinkWriter<T> implements SinkWriter<T> {
  private final Place place;
  private final ParquetSink.Writing<T> writing;
  private final OutputFiles files;

  /** What is staged, by batch and by folder. */
  private final NavigableMap<Long, List<StagedFile>> staged = new TreeMap<>();

  private long published;

  private ParquetSinkWriter(Place place, ParquetSink.Writing<T> writing, SinkContext context) {
    this.place = place;
    this.writing = writing;
    this.files = new OutputFiles(place, context);
    this.published = context.committed();
  }

  static <T> ParquetSinkWriter<T> open(
      Place place, ParquetSink.Writing<T> writing, SinkContext context) throws IOException {
    ParquetSinkWriter<T> writer = new ParquetSinkWriter<>(place, writing, context);
    writer.findStaged(writer.files.claim());
    return writer;
  }

  /** A process that died may have left batches staged that are in place. */
  private void findStaged(List<OutputFiles.Complete> complete) throws IOException {
    for (StagedFile file : StagedFile.list(place)) {
      if (file.batchId() > published || complete.stream().anyMatch(one -> one.holds(file))) {
        place.delete(file.name());
      } else {
        add(file);
      }
    }
  }

  private void add(StagedFile file) {
    staged.computeIfAbsent(file.batchId(), id -> new ArrayList<>()).add(file);
  }

  private void remove(StagedFile file) throws IOException {
    place.delete(file.name());
    List<StagedFile> batch = staged.get(file.batchId());
    batch.remove(file);
    if (batch.isEmpty()) {
      staged.remove(file.batchId());
    }
  }

  @Override
  public void stage(long batchId, Batch<T> batch) throws Exception {
    FolderStage.Rows<T> all =
        FolderStage.Rows.together(
            batch
                .pipe(new FolderStage<>(writing.partitioning()))
                .runPartitions((partition, values) -> values.get(0)));
    if (all.byFolder().size() > writing.maxPartitions()) {
      throw new SinkException(
          files.where()
              + "batch "
              + batchId
              + " goes to "
              + all.byFolder().size()
              + " folders, more than the "
              + writing.maxPartitions()
              + " allowed; partition by a column of fewer values, or raise maxPartitions");
    }
    for (Map.Entry<String, List<T>> folder : all.byFolder().entrySet()) {
      String name = StagedFile.name(folder.getKey(), batchId, all.time());
      write(name, batchId, folder.getValue());
      add(new StagedFile(folder.getKey(), batchId, all.time(), place.length(name)));
    }
  }

  private void write(String name, long batchId, List<T> values) throws IOException {
    try (ParquetWriter<T> writer =
        RowParquetWriter.open(
            new StoredOutput(place, name),
            writing.rows(),
            writing.codec(),
            place.configuration())) {
      for (T value : values) {
        writer.write(value);
      }
    } catch (IllegalArgumentException e) {
      throw new SinkException(
          "a row of batch " + batchId + " does not fit the columns: " + e.getMessage(), e);
    }
    place.force(name);
  }

  @Override
  public void publish(long batchId) throws IOException {
    published = Math.max(published, batchId);
    completeUntil(batchId);
  }

  /** Puts the files into place that are complete with that batch; those that are still open. */
  private OpenFolders completeUntil(long batchId) throws IOException {
    OpenFolders open = new OpenFolders(writing.rolling(), writing.maxPartitions());
    Map<Long, Long> times = times();
    for (Map.Entry<Long, List<StagedFile>> batch :
        new TreeMap<>(staged.headMap(batchId, true)).entrySet()) {
      List<OpenFolders.Part> parts =
          batch.getValue().stream()
              .map(file -> new OpenFolders.Part(file.folder(), file.bytes()))
              .toList();
      long time = times.get(batch.getKey());
      for (OpenFolders.Roll roll : open.take(batch.getKey(), time, parts)) {
        complete(roll);
      }
    }
    return open;
  }

  /** The time of each batch that is staged. */
  private Map<Long, Long> times() {
    Map<Long, Long> times = new HashMap<>();
    long following = StagedFile.UNKNOWN;
    for (Map.Entry<Long, List<StagedFile>> batch : staged.descendingMap().entrySet()) {
      long own = batch.getValue().get(0).time();
      following = own == StagedFile.UNKNOWN ? following : own;
      times.put(batch.getKey(), following);
    }
    return times;
  }

  private void complete(OpenFolders.Roll roll) throws IOException {
    List<StagedFile> together =
        staged.subMap(roll.first(), true, roll.last(), true).values().stream()
            .flatMap(List::stream)
            .filter(file -> file.folder().equals(roll.folder()))
            .toList();
    files.complete(together);
    for (StagedFile file : together) {
      remove(file);
    }
  }

  @Override
  public void discard(long firstBatchId) throws IOException {
    long from = Math.max(firstBatchId, published + 1);
    List<StagedFile> discarded =
        staged.tailMap(from, true).values().stream().flatMap(List::stream).toList();
    for (StagedFile file : discarded) {
      remove(file);
    }
  }

  /** Completes the last files, unless something waits for the next run. */
  @Override
  public void close() throws IOException {
    if (!staged.isEmpty() && staged.lastKey() <= published) {
      for (OpenFolders.Roll roll : completeUntil(published).all()) {
        complete(roll);
      }
    }
  }
}
