package dev.millrace.parquet;

import dev.millrace.core.Batch;
import dev.millrace.core.SinkException;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Stages a file per batch, and puts them into place, one by one or several merged. Which batches go
 * together follows from the sizes of the staged files; what is staged and what is in place is told
 * by the files alone, so that a new process knows as much as the one that died.
 */
final class ParquetSinkWriter<T> implements SinkWriter<T> {
  private static final String STAGE = ".stage/";
  private static final Pattern STAGED = Pattern.compile("(\\d{12,18})\\.parquet");

  private final Place place;
  private final RowWriting<T> rows;
  private final ParquetRolling rolling;
  private final CompressionCodecName codec;
  private final OutputFiles files;

  /** The length of each batch's file that is staged. */
  private final NavigableMap<Long, Long> staged = new TreeMap<>();

  private long published;

  private ParquetSinkWriter(
      Place place,
      RowWriting<T> rows,
      ParquetRolling rolling,
      CompressionCodecName codec,
      SinkContext context) {
    this.place = place;
    this.rows = rows;
    this.rolling = rolling;
    this.codec = codec;
    this.files = new OutputFiles(place, context);
    this.published = context.committed();
  }

  static <T> ParquetSinkWriter<T> open(
      Place place,
      RowWriting<T> rows,
      ParquetRolling rolling,
      CompressionCodecName codec,
      SinkContext context)
      throws IOException {
    ParquetSinkWriter<T> writer = new ParquetSinkWriter<>(place, rows, rolling, codec, context);
    writer.files.claim();
    List<OutputFiles.Complete> complete = writer.files.takeBack(ParquetSinkWriter::staged);
    writer.findStaged(complete);
    return writer;
  }

  private static String staged(long batchId) {
    return STAGE + String.format("%012d.parquet", batchId);
  }

  /** A process that died may have left batches staged that are in place. */
  private void findStaged(List<OutputFiles.Complete> complete) throws IOException {
    for (String name : place.names(STAGE)) {
      Matcher matcher = STAGED.matcher(name);
      if (matcher.matches()) {
        long id = Long.parseLong(matcher.group(1));
        if (id > published || complete.stream().anyMatch(file -> file.holds(id))) {
          place.delete(STAGE + name);
        } else {
          staged.put(id, place.length(STAGE + name));
        }
      }
    }
  }

  @Override
  public void stage(long batchId, Batch<T> batch) throws Exception {
    List<T> values = batch.collect();
    if (values.isEmpty()) {
      return;
    }
    String name = staged(batchId);
    try (ParquetWriter<T> writer =
        RowParquetWriter.open(new StoredOutput(place, name), rows, codec, place.configuration())) {
      for (T value : values) {
        writer.write(value);
      }
    } catch (IllegalArgumentException e) {
      throw new SinkException(
          "a row of batch " + batchId + " does not fit the columns: " + e.getMessage(), e);
    }
    place.force(name);
    staged.put(batchId, place.length(name));
  }

  @Override
  public void publish(long batchId) throws IOException {
    published = Math.max(published, batchId);
    List<Long> run = new ArrayList<>();
    long bytes = 0;
    for (long id : List.copyOf(staged.headMap(batchId, true).keySet())) {
      run.add(id);
      bytes += staged.get(id);
      if (bytes >= rolling.maxBytes() || id - run.get(0) + 1 >= rolling.maxBatches()) {
        complete(run);
        run.clear();
        bytes = 0;
      }
    }
  }

  private void complete(List<Long> batches) throws IOException {
    files.complete(batches, ParquetSinkWriter::staged);
    for (long id : batches) {
      place.delete(staged(id));
      staged.remove(id);
    }
  }

  @Override
  public void discard(long firstBatchId) throws IOException {
    NavigableMap<Long, Long> discarded =
        staged.tailMap(Math.max(firstBatchId, published + 1), true);
    for (long id : discarded.keySet()) {
      place.delete(staged(id));
    }
    discarded.clear();
  }

  /** Completes the last file, unless something waits for the next run. */
  @Override
  public void close() throws IOException {
    if (!staged.isEmpty() && staged.lastKey() <= published) {
      complete(List.copyOf(staged.keySet()));
    }
  }
}
