package dev.millrace.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What a source reads, as it is in the database.
 *
 * @param <T> what becomes of a row
 */
record Layout<T>(Table table, RowOrder order, RowDecoder<T> decoder) {
  static <T> Layout<T> of(
      Connection connection, String name, List<String> order, RowFormat<T> format)
      throws SQLException {
    Table table = Table.of(connection, name);
    return new Layout<>(table, RowOrder.of(table, order), format.decoder(table));
  }

  /** A statement that reads a stretch, the columns of the order before all others. */
  String select(Place from, Place until) {
    return "SELECT "
        + order.columns()
        + ", "
        + Names.quoted(decoder.columns(), ", ")
        + " FROM "
        + table.quoted()
        + order.where(from, until, RowOrder.End.INCLUDED)
        + " ORDER BY "
        + order.columns();
  }
}
