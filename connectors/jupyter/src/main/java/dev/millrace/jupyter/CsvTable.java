package dev.millrace.jupyter;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.file.CsvSchema;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** CSV files as a table, each of whose columns is judged by all that it holds. */
final class CsvTable {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?|-?Infinity|NaN");

  private CsvTable() {}

  /** See {@link Table#csv}. */
  static Table read(Path path) throws InterruptedException {
    List<String> columns =
        CsvSchema.infer(path, FileOptions.defaults()).columns().stream()
            .map(RowSchema.Column::name)
            .toList();
    List<Row> rows = texts(path, columns);
    boolean[] numbers = new boolean[columns.size()];
    for (int column = 0; column < numbers.length; column++) {
      numbers[column] = holdsNumbers(rows, column);
    }
    return new Table(columns, rows.stream().map(row -> cells(row, numbers)).toList(), rows.size());
  }

  private static List<Row> texts(Path path, List<String> columns) throws InterruptedException {
    List<RowSchema.Column> texts =
        columns.stream().map(name -> new RowSchema.Column(name, RowSchema.Type.TEXT)).toList();
    FileOptions options = FileOptions.defaults().withSchema(new RowSchema(texts));
    StreamingConfig config =
        StreamingConfig.named("table").withTrigger(Trigger.availableNow()).withoutShutdownHook();
    MemorySink<Row> rows = new MemorySink<>();
    try (StreamingContext context = StreamingContext.create(config)) {
      context.source("files", FileSource.csv(path, options)).to("rows", rows);
      context.start();
      context.awaitTermination();
    }
    return rows.records();
  }

  private static boolean holdsNumbers(List<Row> rows, int column) {
    boolean any = false;
    for (Row row : rows) {
      String text = row.text(column).strip();
      if (!text.isEmpty()) {
        if (!NUMBER.matcher(text).matches()) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  private static List<Object> cells(Row row, boolean[] numbers) {
    List<Object> cells = new ArrayList<>();
    for (int column = 0; column < numbers.length; column++) {
      String text = row.text(column);
      if (numbers[column]) {
        cells.add(text.isBlank() ? Double.NaN : Double.parseDouble(text.strip()));
      } else {
        cells.add(text);
      }
    }
    return cells;
  }
}
