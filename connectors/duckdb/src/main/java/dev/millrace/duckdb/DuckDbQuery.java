package dev.millrace.duckdb;

import dev.millrace.core.Batch;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlQuery;
import dev.millrace.core.sql.SqlRowBuilder;
import dev.millrace.core.sql.SqlTable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;

/** One query with a database of its own; the table batch is made anew for every batch. */
final class DuckDbQuery implements SqlQuery {
  private final Database database;
  private final String query;
  private final Engine engine;

  private DuckDbQuery(Database database, String query, Engine engine) {
    this.database = database;
    this.query = query;
    this.engine = engine;
  }

  static DuckDbQuery open(String query, Engine engine) {
    Database database = Database.open(System.getProperty(DuckDbProvider.MEMORY_PROPERTY, "1GB"));
    DuckDbQuery opened = new DuckDbQuery(database, query, engine);
    try {
      database.requireSelect(query);
      return opened;
    } catch (SQLException e) {
      opened.close();
      throw new ConfigurationException(Errors.line(e), e);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  public void check(List<SqlColumn> columns) {
    try {
      database.createBatch(columns);
    } catch (SQLException e) {
      throw new ConfigurationException(Errors.line(e), e);
    }
    try (PreparedStatement statement = prepare(columns)) {
      columns(statement);
    } catch (SQLException e) {
      throw misfit(columns, e);
    }
  }

  @Override
  public <T> Batch<Row> run(Batch<T> batch, SqlTable<T> table) throws Exception {
    List<List<T>> partitions = batch.collectPartitions();
    List<SqlColumn> columns = table.columns();
    try {
      database.createBatch(columns);
      try (PreparedStatement statement = prepare(columns)) {
        List<ResultColumn> result = columns(statement);
        load(partitions, table);
        return engine.of(List.of(read(statement, result)));
      }
    } catch (SQLException e) {
      throw new MillraceException(Errors.line(e), e);
    }
  }

  private PreparedStatement prepare(List<SqlColumn> columns) throws SQLException {
    try {
      return database.prepare(query);
    } catch (SQLException e) {
      throw misfit(columns, e);
    }
  }

  private static ConfigurationException misfit(List<SqlColumn> columns, SQLException e) {
    return new ConfigurationException(
        Errors.line(e) + "; the table batch has " + SqlColumn.describe(columns), e);
  }

  private static List<ResultColumn> columns(PreparedStatement statement) throws SQLException {
    if (statement.getParameterMetaData().getParameterCount() > 0) {
      throw new ConfigurationException("a query cannot have parameters; write the values into it");
    }
    ResultSetMetaData meta = statement.getMetaData();
    List<ResultColumn> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(ResultColumn.of(meta.getColumnName(i), meta.getColumnTypeName(i)));
    }
    SqlRowBuilder.schema(columns.stream().map(ResultColumn::column).toList());
    return columns;
  }

  private <T> void load(List<List<T>> partitions, SqlTable<T> table) throws Exception {
    try (DuckDBAppender appender = database.appendToBatch()) {
      RowAppender row = new RowAppender(appender);
      for (List<T> partition : partitions) {
        for (T value : partition) {
          appender.beginRow();
          table.write(value, row);
          appender.endRow();
        }
      }
    }
  }

  private static List<Row> read(PreparedStatement statement, List<ResultColumn> columns)
      throws SQLException {
    RowSchema schema = SqlRowBuilder.schema(columns.stream().map(ResultColumn::column).toList());
    SqlRowBuilder row = new SqlRowBuilder(schema);
    List<Row> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        for (int i = 0; i < columns.size(); i++) {
          columns.get(i).read(result, i + 1, row);
        }
        rows.add(row.build());
      }
    }
    return rows;
  }

  @Override
  public void close() {
    try {
      database.close();
    } catch (SQLException e) {
      throw new MillraceException("DuckDB does not close: " + Errors.line(e), e);
    }
  }
}
