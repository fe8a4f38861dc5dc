package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SinkException;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.yaml.document.EnvironmentSecret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/** A table of a database that may be made, where it is not there, before it is written to. */
record TableSink(Jdbc.JdbcOutput output, RowSchema columns, Sink<Row> sink) implements Sink<Row> {
  @Override
  public SinkWriter<Row> open(SinkContext context) throws Exception {
    try {
      return sink.open(context);
    } catch (ConfigurationException e) {
      if (!JdbcParts.isMissingTable(e)) {
        throw e;
      } else if (!output.create()) {
        throw new ConfigurationException(e.getMessage() + "; say create: true to have it made", e);
      }
    }
    create();
    return sink.open(context);
  }

  private void create() {
    Properties login = new Properties();
    output.user().ifPresent(user -> login.setProperty("user", user));
    output.password().ifPresent(password -> login.setProperty("password", password.value()));
    try (Connection connection = DriverManager.getConnection(output.url(), login);
        Statement statement = connection.createStatement()) {
      statement.execute(statement());
    } catch (SQLException e) {
      String reason =
          String.valueOf(e.getMessage())
              .lines()
              .map(String::strip)
              .collect(Collectors.joining(" "));
      // Without the cause, as drivers repeat what they were given.
      throw new SinkException(masked(sink + " cannot be made: " + reason + "; make it by hand"));
    }
  }

  private String masked(String text) {
    return output
        .password()
        .map(EnvironmentSecret::value)
        .filter(password -> !password.isEmpty())
        .map(password -> text.replace(password, "***"))
        .orElse(text);
  }

  /** In words that all databases know that are written to. */
  private String statement() {
    String definitions =
        columns.columns().stream()
            .map(
                column ->
                    quoted(column.name())
                        + (column.type() == RowSchema.Type.NUMBER
                            ? " DOUBLE PRECISION"
                            : " VARCHAR"))
            .collect(Collectors.joining(", "));
    String key =
        output.key().isEmpty()
            ? ""
            : ", PRIMARY KEY ("
                + output.key().stream().map(TableSink::quoted).collect(Collectors.joining(", "))
                + ")";
    List<String> table = Arrays.asList(output.table().split("\\.", -1));
    return "CREATE TABLE IF NOT EXISTS "
        + table.stream().map(TableSink::quoted).collect(Collectors.joining("."))
        + " ("
        + definitions
        + key
        + ")";
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public Delivery delivery() {
    return sink.delivery();
  }

  @Override
  public String toString() {
    return sink.toString();
  }
}
