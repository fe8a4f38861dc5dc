package dev.millrace.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How large rows are, by a sample now and then. Used by one thread. */
final class RowSizes {
  private static final int SAMPLE = 100;
  private static final int PLANS_PER_SAMPLE = 64;

  /** What a value takes besides its text. */
  private static final int VALUE_BYTES = 8;

  private int plans;
  private double mean = 1;

  /** How many rows behind {@code from} are expected to take {@code bytes}; at least 1. */
  long within(long bytes, Connection connection, Layout<?> layout, Place from) throws SQLException {
    if (plans++ % PLANS_PER_SAMPLE == 0) {
      sample(connection, layout, from);
    }
    return (long) Math.max(1, bytes / mean);
  }

  private void sample(Connection connection, Layout<?> layout, Place from) throws SQLException {
    long rows = 0;
    long bytes = 0;
    String sql = layout.select(from, Place.START) + " LIMIT " + SAMPLE;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      layout.order().bind(statement, from, Place.START);
      try (ResultSet row = statement.executeQuery()) {
        int columns = row.getMetaData().getColumnCount();
        while (row.next()) {
          rows++;
          for (int i = layout.order().width() + 1; i <= columns; i++) {
            String text = row.getString(i);
            bytes += VALUE_BYTES + (text == null ? 0 : text.length());
          }
        }
      }
    }
    if (rows == 0) {
      plans = 0;
    } else {
      mean = Math.max(1, (double) bytes / rows);
    }
  }
}
