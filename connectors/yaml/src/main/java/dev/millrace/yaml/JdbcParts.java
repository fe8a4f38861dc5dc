package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.jdbc.JdbcOptions;
import dev.millrace.jdbc.JdbcSink;
import dev.millrace.jdbc.JdbcSource;
import dev.millrace.jdbc.MissingTableException;
import dev.millrace.yaml.document.EnvironmentSecret;
import java.time.Duration;
import java.util.Optional;

/** What needs {@code millrace-jdbc}: loaded when a pipeline has such a part, and not before. */
final class JdbcParts {
  private JdbcParts() {}

  static RowStream source(Jdbc.JdbcTable table, StreamingContext context, String name) {
    JdbcSource<Row> source =
        JdbcSource.rows(
                options(table.url(), table.user(), table.password()),
                table.table(),
                table.order().toArray(String[]::new))
            .withLag(table.lag().orElse(Duration.ZERO));
    RowSchema columns = Rows.schema(table.columns());
    return new RowStream(columns, context.source(name, source).map(row -> chosen(columns, row)));
  }

  static Sink<Row> sink(Jdbc.JdbcOutput output, RowSchema columns) {
    JdbcOptions options = options(output.url(), output.user(), output.password());
    SqlTable<Row> table = SqlTable.rows(columns);
    JdbcSink<Row> sink =
        output.key().isEmpty()
            ? JdbcSink.insert(options, output.table(), table)
            : JdbcSink.upsert(options, output.table(), table, output.key().toArray(String[]::new));
    return new TableSink(output, columns, sink);
  }

  /** Whether a sink did not open for want of its table. */
  static boolean isMissingTable(ConfigurationException failure) {
    return failure instanceof MissingTableException;
  }

  private static JdbcOptions options(
      String url, Optional<String> user, Optional<EnvironmentSecret> password) {
    JdbcOptions options = JdbcOptions.of(url);
    if (user.isPresent()) {
      options = options.withProperty("user", user.get());
    }
    return password.isPresent()
        ? options.withProperty("password", password.get().value())
        : options;
  }

  private static Row chosen(RowSchema columns, Row row) {
    double[] numbers = new double[columns.width()];
    String[] texts = new String[columns.width()];
    for (int i = 0; i < texts.length; i++) {
      RowSchema.Column column = columns.columns().get(i);
      int at = row.schema().index(column.name());
      texts[i] = "";
      if (column.type() == RowSchema.Type.TEXT) {
        texts[i] = row.display(at);
      } else if (row.schema().columns().get(at).type() == RowSchema.Type.TEXT) {
        throw new IllegalArgumentException(
            "column '" + column.name() + "' holds texts, expected numbers");
      } else {
        numbers[i] = row.number(at);
      }
    }
    return new Row(columns, numbers, texts);
  }
}
