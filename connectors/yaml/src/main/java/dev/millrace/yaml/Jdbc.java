package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.jdbc.JdbcOptions;
import dev.millrace.jdbc.JdbcSource;
import dev.millrace.yaml.Rows.ColumnType;
import dev.millrace.yaml.document.EnvironmentSecret;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables of databases; the artifact {@code millrace-jdbc} is needed once they are opened. */
final class Jdbc {
  private Jdbc() {}

  @Kind(value = "Follows a table of a database by columns that only grow.", type = "jdbc")
  record JdbcTable(
      @Key(
              "jdbc:postgresql:…, jdbc:sqlite:…, jdbc:h2:… or jdbc:duckdb:…; its driver must be on the"
                  + " class path.")
          String url,
      @Key("The table or view.") String table,
      @Key(
              value = "The columns by which rows follow each other, the first one first.",
              required = true)
          List<String> order,
      @Key(value = "The columns to read: number or text.", required = true)
          Map<String, ColumnType> columns,
      @Key("How long a transaction may take; rows are read that much later.")
          Optional<Duration> lag,
      @Key("Who logs in.") Optional<String> user,
      @Key("The password, such as ${env:DB_PASSWORD}.") Optional<EnvironmentSecret> password)
      implements SourceSpec {
    @Override
    public RowStream open(StreamingContext context, String name) {
      try {
        return Opening.open(this, context, name);
      } catch (NoClassDefFoundError e) {
        throw new ConfigurationException(
            "databases need the artifact millrace-jdbc on the class path, and a driver; add them",
            e);
      }
    }
  }

  /** What needs the artifact: loaded when a pipeline has such a part, and not before. */
  private static final class Opening {
    static RowStream open(JdbcTable table, StreamingContext context, String name) {
      JdbcOptions options = JdbcOptions.of(table.url());
      if (table.user().isPresent()) {
        options = options.withProperty("user", table.user().get());
      }
      if (table.password().isPresent()) {
        options = options.withProperty("password", table.password().get().value());
      }
      JdbcSource<Row> source =
          JdbcSource.rows(options, table.table(), table.order().toArray(String[]::new))
              .withLag(table.lag().orElse(Duration.ZERO));
      RowSchema columns = Rows.schema(table.columns());
      return new RowStream(columns, context.source(name, source).map(row -> chosen(columns, row)));
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
}
