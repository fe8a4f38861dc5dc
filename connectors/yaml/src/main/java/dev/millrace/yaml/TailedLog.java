package dev.millrace.yaml;

import dev.millrace.core.StreamingContext;
import dev.millrace.core.row.RowSchema;
import dev.millrace.file.TailOptions;
import dev.millrace.file.TailSource;
import dev.millrace.yaml.NetworkSources.Format;
import dev.millrace.yaml.Rows.ColumnType;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A log that grows and is rotated. */
@Kind(
    value =
        "A log that is followed for ever, through rotations: JSON objects or CSV where columns are"
            + " named, else texts in the column 'line'.",
    type = "tail")
record TailedLog(
    @Key("The file that is written to.") String path,
    @Key(NetworkSources.COLUMNS) Map<String, ColumnType> columns,
    @Key(value = NetworkSources.FORMAT, byDefault = "json") Format format,
    @Key(value = NetworkSources.DELIMITER, byDefault = ",") String delimiter,
    @Key(
            "A glob for the names of files that were rotated; default: the log's own name, . or -,"
                + " and what ends in a digit, .gz allowed.")
        Optional<String> rotated,
    @Key(
            value = "How long a file that was rotated is quiet before the next one is begun.",
            byDefault = "5s")
        Duration rotationWait)
    implements SourceSpec {
  TailedLog {
    format.check(columns, delimiter);
  }

  @Override
  public RowStream open(StreamingContext context, String name) {
    Path log = Places.local(path, "path");
    TailOptions options =
        TailOptions.defaults().withRotated(rotated.orElse("")).withRotationWait(rotationWait);
    if (columns.isEmpty()) {
      return FileSources.TextLines.lines(context, name, TailSource.text(log, options));
    }
    RowSchema schema = Rows.schema(columns);
    return new RowStream(
        schema,
        context.source(name, TailSource.lines(log, format.decoder(schema, delimiter), options)));
  }
}
