package dev.millrace.yaml;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.ConsoleSink;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.sink.Sink;
import dev.millrace.file.CsvColumns;
import dev.millrace.file.FileSink;
import dev.millrace.yaml.document.ByteSize;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files and the terminal as sinks. */
final class Sinks {
  static final String DIRECTORY =
      "A directory, or a place such as s3a://bucket/path, which belongs to this output alone.";
  static final String ROLLING = "Lets a file take many batches; default: a file per batch.";
  static final String PARTITIONS = "Writes to a folder per value of these columns.";

  private Sinks() {}

  @Kind("When a file is complete.")
  record Rolling(
      @Key(value = "A file ends with the batch that takes it to that size.", byDefault = "128MiB")
          ByteSize maxBytes,
      @Key(value = "A file holds batches of one period of time.", byDefault = "1h") Duration period,
      @Key(value = "A file spans so many batches.", byDefault = "10000", min = 1) int maxBatches) {
    FileRolling rolling() {
      return new FileRolling(maxBytes.bytes(), period, maxBatches);
    }
  }

  private static FileSink<Row> placed(
      FileSink<Row> sink, RowSchema schema, List<String> columns, Optional<Rolling> rolling) {
    FileSink<Row> placed = sink;
    for (String column : columns) {
      int at = Rows.index(schema, "partitionedBy", column);
      placed = placed.partitionedBy(column, row -> row.display(at));
    }
    return rolling.isPresent() ? placed.rolling(rolling.get().rolling()) : placed;
  }

  @Kind(value = "CSV files, exactly once.", type = "csv")
  record Csv(
      @Key(DIRECTORY) String path,
      @Key(ROLLING) Optional<Rolling> rolling,
      @Key(PARTITIONS) List<String> partitionedBy)
      implements SinkSpec {
    @Override
    public Sink<Row> open(RowSchema columns) {
      return placed(
          FileSink.csv(Places.uri(path), CsvColumns.of(columns)), columns, partitionedBy, rolling);
    }

    @Override
    public String place() {
      return path;
    }
  }

  @Kind(value = "Files with a JSON object per line, exactly once.", type = "jsonLines")
  record JsonLines(@Key(DIRECTORY) String path, @Key(ROLLING) Optional<Rolling> rolling)
      implements SinkSpec {
    @Override
    public Sink<Row> open(RowSchema columns) {
      FileSink<Map<String, Object>> sink = FileSink.jsonLines(Places.uri(path));
      return new MappedSink<>(
          JsonRow::object, rolling.isPresent() ? sink.rolling(rolling.get().rolling()) : sink);
    }

    @Override
    public String place() {
      return path;
    }
  }

  @Kind(value = "A table per batch on standard output, at most once.", type = "console")
  record Console(
      @Key(value = "How many rows of a batch are shown.", byDefault = "20", min = 1) int rows)
      implements SinkSpec {
    @Override
    public Sink<Row> open(RowSchema columns) {
      return ConsoleSink.<Row>create().withRows(rows);
    }
  }
}
