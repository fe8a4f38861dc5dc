package dev.millrace.jdbc;

import dev.millrace.core.sql.SqlColumn;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Puts staged rows into a table, many at a time. Immutable. */
final class RowWriter {
  private final String sql;
  private final ValueBinder[] binders;
  private final int rowsAtATime;

  private RowWriter(String sql, ValueBinder[] binders, int rowsAtATime) {
    this.sql = sql;
    this.binders = binders;
    this.rowsAtATime = rowsAtATime;
  }

  /**
   * @param key columns of the table by which rows replace each other; empty for none
   */
  static RowWriter of(Table table, List<SqlColumn> columns, List<String> key, int rowsAtATime) {
    List<String> names = new ArrayList<>();
    List<ValueBinder> binders = new ArrayList<>();
    for (SqlColumn column : columns) {
      Column target = table.column(column.name());
      names.add(target.name());
      binders.add(ValueBinder.of(column.type(), target, table.dialect()));
    }
    List<String> keyNames = table.columns(key).stream().map(Column::name).toList();
    String sql =
        key.isEmpty()
            ? table.dialect().insert(table.quoted(), names)
            : table.dialect().upsert(table.quoted(), names, keyNames);
    return new RowWriter(sql, binders.toArray(ValueBinder[]::new), rowsAtATime);
  }

  /** Writes so many rows, in the transaction of the connection. */
  void write(Connection connection, long rows, ByteBuffer in) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int waiting = 0;
      for (long row = 0; row < rows; row++) {
        bind(in, statement);
        statement.addBatch();
        if (++waiting == rowsAtATime) {
          statement.executeBatch();
          waiting = 0;
        }
      }
      if (waiting > 0) {
        statement.executeBatch();
      }
    }
  }

  private void bind(ByteBuffer in, PreparedStatement statement) throws SQLException {
    for (int i = 0; i < binders.length; i++) {
      if (in.get() == RowEncoder.MISSING) {
        statement.setNull(i + 1, Types.NULL);
      } else {
        binders[i].bind(in, statement, i + 1);
      }
    }
  }
}
