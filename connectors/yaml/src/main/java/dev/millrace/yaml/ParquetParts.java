package dev.millrace.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.Sink;
import dev.millrace.parquet.ParquetOptions;
import dev.millrace.parquet.ParquetSink;
import dev.millrace.parquet.ParquetSource;
import java.util.stream.Collectors;

/** What needs {@code millrace-parquet}: loaded when a pipeline has such a part, and not before. */
final class ParquetParts {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ParquetParts() {}

  static RowStream source(Parquet.ParquetFiles files, StreamingContext context, String name) {
    ParquetOptions options =
        ParquetOptions.defaults().withGlob(files.glob()).withFollow(files.follow());
    JsonRow rows = new JsonRow(Rows.schema(files.columns()));
    return new RowStream(
        rows.columns(),
        context.source(name, ParquetSource.json(Places.uri(files.path()), options)).map(rows::row));
  }

  static Sink<Row> sink(Parquet.ParquetOutput output, RowSchema columns) {
    String schema =
        columns.columns().stream()
            .map(
                column ->
                    column.type() == RowSchema.Type.NUMBER
                        ? "optional double " + column.name() + ";"
                        : "optional binary " + column.name() + " (STRING);")
            .collect(Collectors.joining(" ", "message row { ", " }"));
    ParquetSink<JsonNode> sink = ParquetSink.json(Places.uri(output.path()), schema);
    for (String column : output.partitionedBy()) {
      sink = sink.partitionedBy(column, node -> node.path(column).asText());
    }
    if (output.rolling().isPresent()) {
      sink = sink.rolling(output.rolling().get().rolling());
    }
    return new MappedSink<>(row -> MAPPER.<JsonNode>valueToTree(JsonRow.object(row)), sink);
  }
}
