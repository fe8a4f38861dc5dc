package dev.millrace.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

  /** What a file holds of a batch. */
  private record Share(long batchId, int groups) {
    static Share of(String text) {
      String[] parts = text.split(":", -1);
      return new Share(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
    }

    @Override
    public String toString() {
      return batchId + ":" + groups;
    }
  }

  static void merge(Place place, List<StagedFile> staged, String target) throws IOException {
    List<String> shares = new ArrayList<>();
    ParquetFileWriter writer = null;
    for (StagedFile file : staged) {
      try (ParquetFileReader reader = reader(place, file.name())) {
        if (writer == null) {
          writer = writer(place, target, reader.getFileMetaData().getSchema());
        }
        reader.appendTo(writer);
        int groups = reader.getRowGroups().size();
        shares.add(new Share(file.batchId(), groups).toString());
      }
    }
    writer.end(Map.of(BATCHES, String.join(",", shares)));
    place.force(target);
  }

  /** Stages the batches up to {@code last} again, each with its row groups. */
  static void split(Place place, OutputFiles.Complete merged, long last) throws IOException {
    InputFile file = place.input(merged.name());
    try (ParquetFileReader reader = reader(place, merged.name());
        SeekableInputStream in = file.newStream()) {
      MessageType schema = reader.getFileMetaData().getSchema();
      List<BlockMetaData> groups = reader.getRowGroups();
      int from = 0;
      for (Share share : shares(reader, merged.name())) {
        int until = from + share.groups();
        if (share.batchId() <= last) {
          String target = StagedFile.name(merged.folder(), share.batchId(), StagedFile.UNKNOWN);
          ParquetFileWriter writer = writer(place, target, schema);
          writer.appendRowGroups(in, groups.subList(from, until), false);
          writer.end(Map.of());
          place.force(target);
        }
        from = until;
      }
    }
  }

  private static List<Share> shares(ParquetFileReader reader, String name) throws IOException {
    String text = reader.getFileMetaData().getKeyValueMetaData().get(BATCHES);
    if (text == null) {
      throw new IOException(name + " does not say which batches it holds");
    }
    return Arrays.stream(text.split(",", -1)).map(Share::of).toList();
  }

  private static ParquetFileReader reader(Place place, String name) throws IOException {
    return ParquetFileReader.open(place.input(name), BoundedPages.options(place.configuration()));
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
