package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SinkException;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
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
    if (output.create()) {
      create();
      return sink.open(context);
    }
    try {
      return sink.open(context);
    } catch (ConfigurationException e) {
      if (!String.valueOf(e.getMessage()).contains("cannot be read")) {
        throw e;
      }
      throw new ConfigurationException(e.getMessage() + "; say create: true to have it made", e);
    }
  }

  private void create() {
    Properties login = new Properties();
    output.user().ifPresent(user -> login.setProperty("user", user));
    output.password().ifPresent(password -> login.setProperty("password", password.value()));
    try (Connection connection = DriverManager.getConnection(output.url(), login);
        Statement statement = connection.createStatement()) {
      statement.execute(statement());
    } catch (SQLException e) {
      throw new SinkException(sink + " cannot be made: " + e.getMessage(), e);
    }
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
