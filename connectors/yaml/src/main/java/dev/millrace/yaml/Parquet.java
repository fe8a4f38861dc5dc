package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.Sink;
import dev.millrace.yaml.Rows.ColumnType;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parquet files; the artifact {@code millrace-parquet} is needed once they are opened. */
final class Parquet {
  private static final String FILES = "Parquet";
  private static final String ARTIFACT = "millrace-parquet";

  private Parquet() {}

  @Kind(value = "Parquet files.", type = "parquet")
  record ParquetFiles(
      @Key("A file, a directory, or a place such as s3a://bucket/path.") String path,
      @Key(value = "The columns to read: number or text.", required = true)
          Map<String, ColumnType> columns,
      @Key(value = "Which files of a directory count.", byDefault = "**") String glob,
      @Key(value = "Whether to wait for more files, or to end.", byDefault = FileSources.NO)
          boolean follow)
      implements SourceSpec {
    @Override
    public RowStream open(StreamingContext context, String name) {
      return Artifact.opened(FILES, ARTIFACT, () -> ParquetParts.source(this, context, name));
    }
  }

  @Kind(value = "Parquet files, exactly once.", type = "parquet")
  record ParquetOutput(
      @Key(Sinks.DIRECTORY) String path,
      @Key(Sinks.ROLLING) Optional<Sinks.Rolling> rolling,
      @Key(Sinks.PARTITIONS) List<String> partitionedBy)
      implements SinkSpec {
    @Override
    public Sink<Row> open(RowSchema columns) {
      for (RowSchema.Column column : columns.columns()) {
        if (!column.name().matches("[A-Za-z0-9_-]+")) {
          throw new ConfigurationException(
              "a column of Parquet is named by letters, digits, - and _, got '"
                  + column.name()
                  + "'; name the columns to keep by columns");
        }
      }
      partitionedBy.forEach(column -> Rows.index(columns, "partitionedBy", column));
      return Artifact.opened(FILES, ARTIFACT, () -> ParquetParts.sink(this, columns));
    }

    @Override
    public String place() {
      return path;
    }
  }
}
