package dev.millrace.notebooks;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Rows that a pipeline has written, column by column.
 *
 * @param columns their names, from left to right
 * @param rows the values as text, row by row in the order in which they were written
 */
public record Table(List<String> columns, List<List<String>> rows) {
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** Reads every directory of CSV files below one, by name. */
  static Map<String, Table> readAll(Path output) throws IOException, InterruptedException {
    Map<String, Table> tables = new TreeMap<>();
    for (Path directory : list(output)) {
      tables.put(directory.getFileName().toString(), read(directory));
    }
    return tables;
  }

  private static Table read(Path directory) throws IOException, InterruptedException {
    Optional<Path> first = list(directory).stream().findFirst();
    if (first.isEmpty()) {
      return new Table(List.of(), List.of());
    }
    List<String> names;
    try (BufferedReader reader = Files.newBufferedReader(first.get())) {
      names = List.of(reader.readLine().split(","));
    }
    RowSchema schema =
        new RowSchema(
            names.stream().map(n -> new RowSchema.Column(n, RowSchema.Type.TEXT)).toList());
    MemorySink<Row> sink = new MemorySink<>();
    StreamingConfig config =
        StreamingConfig.named("table").withTrigger(Trigger.availableNow()).withoutShutdownHook();
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("rows", FileSource.csv(directory, FileOptions.defaults().withSchema(schema)))
          .to("rows", sink);
      context.start();
      context.awaitTermination();
    }
    return new Table(names, sink.records().stream().map(Table::texts).toList());
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> !f.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  private static List<String> texts(Row row) {
    return Stream.iterate(0, i -> i < row.schema().width(), i -> i + 1).map(row::text).toList();
  }

  /**
   * A column as text.
   *
   * @throws IllegalArgumentException naming the columns there are
   */
  public List<String> texts(String column) {
    int at = columns.indexOf(column);
    if (at < 0) {
      throw new IllegalArgumentException("no column '" + column + "'; there are " + columns);
    }
    return rows.stream().map(row -> row.get(at)).toList();
  }

  /**
   * A column as numbers, NaN where it is empty.
   *
   * @throws NumberFormatException if it holds other text
   * @throws IllegalArgumentException naming the columns there are
   */
  public double[] numbers(String column) {
    return texts(column).stream()
        .mapToDouble(text -> text.isEmpty() ? Double.NaN : Double.parseDouble(text))
        .toArray();
  }
}
