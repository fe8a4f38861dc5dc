package dev.millrace.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What a source reads, as it is in the database.
 *
 * @param selected the columns that are selected: the decoder's, and those of the order that are not
 *     among them
 * @param keyColumns which of them are the order's, numbered from 1
 * @param <T> what becomes of a row
 */
record Layout<T>(
    Table table,
    RowOrder order,
    RowDecoder<T> decoder,
    List<String> selected,
    List<Integer> keyColumns) {
  static <T> Layout<T> of(
      Connection connection, String name, List<String> order, RowFormat<T> format)
      throws SQLException {
    Table table = Table.of(connection, name);
    RowOrder rows = RowOrder.of(table, order);
    RowDecoder<T> decoder = format.decoder(table);
    List<String> selected = rows.with(decoder.columns());
    return new Layout<>(table, rows, decoder, selected, rows.among(selected));
  }

  /** A statement that reads a stretch. */
  String select(Place from, Place until) {
    return "SELECT "
        + Names.quoted(selected, ", ")
        + " FROM "
        + table.quoted()
        + order.where(from, until, RowOrder.End.INCLUDED)
        + " ORDER BY "
        + order.columns();
  }
}
