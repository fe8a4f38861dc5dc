package dev.millrace.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;

/**
 * A file of the row groups of several batches, as they were written. Its metadata says which are
 * whose, {@code batch:groups,…}, so that it can be taken apart again.
 */
final class MergedFile {
  private static final String BATCHES = "millrace.batches";

  private MergedFile() {}

  static void merge(Place place, List<Long> batches, LongFunction<String> staged, String target)
      throws IOException {
    List<String> groups = new ArrayList<>();
    ParquetFileWriter writer = null;
    for (long batch : batches) {
      try (ParquetFileReader reader = reader(place, staged.apply(batch))) {
        if (writer == null) {
          writer = writer(place, target, reader.getFileMetaData().getSchema());
        }
        reader.appendTo(writer);
        groups.add(batch + ":" + reader.getRowGroups().size());
      }
    }
    writer.end(Map.of(BATCHES, String.join(",", groups)));
    place.force(target);
  }

  /** Stages the batches up to {@code last} again, each with its row groups. */
  static void split(Place place, String name, long last, LongFunction<String> staged)
      throws IOException {
    InputFile file = place.input(name);
    try (ParquetFileReader reader = reader(place, name);
        SeekableInputStream in = file.newStream()) {
      MessageType schema = reader.getFileMetaData().getSchema();
      List<BlockMetaData> groups = reader.getRowGroups();
      int from = 0;
      for (Map.Entry<Long, Integer> batch : batches(reader, name).entrySet()) {
        int until = from + batch.getValue();
        if (batch.getKey() <= last) {
          String target = staged.apply(batch.getKey());
          ParquetFileWriter writer = writer(place, target, schema);
          writer.appendRowGroups(in, groups.subList(from, until), false);
          writer.end(Map.of());
          place.force(target);
        }
        from = until;
      }
    }
  }

  private static Map<Long, Integer> batches(ParquetFileReader reader, String name)
      throws IOException {
    String text = reader.getFileMetaData().getKeyValueMetaData().get(BATCHES);
    if (text == null) {
      throw new IOException(name + " does not say which batches it holds");
    }
    Map<Long, Integer> batches = new LinkedHashMap<>();
    for (String batch : text.split(",", -1)) {
      int colon = batch.indexOf(':');
      batches.put(
          Long.parseLong(batch.substring(0, colon)), Integer.parseInt(batch.substring(colon + 1)));
    }
    return batches;
  }

  private static ParquetFileReader reader(Place place, String name) throws IOException {
    return ParquetFileReader.open(place.input(name), ParquetReadOptions.builder().build());
  }

  private static ParquetFileWriter writer(Place place, String name, MessageType schema)
      throws IOException {
    ParquetFileWriter writer =
        new ParquetFileWriter(
            new StoredOutput(place, name),
            schema,
            ParquetFileWriter.Mode.OVERWRITE,
            ParquetWriter.DEFAULT_BLOCK_SIZE,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            null,
            ParquetProperties.builder().build());
    writer.start();
    return writer;
  }
}
