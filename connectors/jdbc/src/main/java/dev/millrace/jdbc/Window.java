package dev.millrace.jdbc;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.OffsetRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out where the next rows end, without reading more than the columns of their order. */
final class Window {
  private static final String NUMBER = "millrace_number";

  private final Connection connection;
  private final Table table;
  private final RowOrder order;
  private final List<Integer> columns;

  Window(Connection connection, Table table, RowOrder order) {
    this.connection = connection;
    this.table = table;
    this.order = order;
    this.columns = order.among(order.with(List.of()));
  }

  /**
   * A stretch of rows.
   *
   * @param from what it begins behind
   * @param until where it ends
   * @param isLast whether nothing came behind it
   */
  record Stretch(Place from, Place until, long rows, boolean isLast) {
    Stretch {
      if (until.equals(from)) {
        throw new SourceException(
            "a row that stands behind "
                + from.toOffset().value()
                + " reads as if it stood there; the columns that order the rows hold values that"
                + " are not of their type");
      }
    }

    OffsetRange toRange(String split) {
      return new OffsetRange(split, from.toOffset(), until.toOffset(), rows);
    }
  }

  /** Where the last row stands; empty when there are none. */
  Optional<Place> end() throws SQLException {
    return last(Place.START, Place.START);
  }

  /**
   * The values of the first row behind {@code from} and not behind {@code end}, if there is one.
   */
  Optional<Object[]> first(Place from, Place end) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(upTo(from, end) + " LIMIT 1")) {
      order.bind(statement, from, end);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(key(row)) : Optional.empty();
      }
    }
  }

  /**
   * At most so many rows behind {@code from} and not behind {@code end}, in as many parts of about
   * the same size, or in fewer. Rows that stand at the same place are not torn apart: rather there
   * are fewer or, if those at the first place are too many, more. Each row is walked past once,
   * except near the end.
   */
  List<Stretch> next(Place from, Place end, long limit, int parts) throws SQLException {
    List<Stretch> stretches = new ArrayList<>(parts);
    Place place = from;
    long left = limit;
    for (int others = parts; others > 0 && left > 0; others--) {
      Optional<Stretch> next = next(place, end, (left + others - 1) / others);
      if (next.isEmpty() || (next.get().rows() > left && !stretches.isEmpty())) {
        break;
      }
      stretches.add(next.get());
      if (next.get().isLast()) {
        break;
      }
      place = next.get().until();
      left -= next.get().rows();
    }
    return stretches;
  }

  private Optional<Stretch> next(Place from, Place end, long limit) throws SQLException {
    String sql = upTo(from, end) + " LIMIT 2 OFFSET ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(order.bind(statement, from, end), limit - 1);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return rest(from, end, limit);
        }
        Object[] key = key(row);
        Place last = order.place(key);
        if (!row.next()) {
          return Optional.of(new Stretch(from, last, limit, true));
        }
        return Optional.of(
            order.isSame(key(row), key)
                ? untorn(from, last)
                : new Stretch(from, last, limit, false));
      }
    }
  }

  /** The values of a row of which the columns of the order are selected. */
  private Object[] key(ResultSet row) throws SQLException {
    return order.key(row, columns);
  }

  private String upTo(Place from, Place end) {
    String columns = order.columns();
    return "SELECT "
        + columns
        + " FROM "
        + table.quoted()
        + order.where(from, end, RowOrder.End.INCLUDED)
        + " ORDER BY "
        + columns;
  }

  /** Where the rows are fewer than the limit: how many, and where the last one stands. */
  private Optional<Stretch> rest(Place from, Place end, long limit) throws SQLException {
    String columns = order.columns();
    String numbered =
        "SELECT "
            + columns
            + (", ROW_NUMBER() OVER (ORDER BY " + columns + ") AS " + NUMBER)
            + (" FROM (" + upTo(from, end) + " LIMIT ?) limited");
    String last = "SELECT * FROM (" + numbered + ") numbered ORDER BY " + NUMBER + " DESC LIMIT 1";
    try (PreparedStatement statement = connection.prepareStatement(last)) {
      statement.setLong(order.bind(statement, from, end), limit);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        long rows = row.getLong(order.width() + 1);
        return Optional.of(new Stretch(from, order.place(key(row)), rows, rows < limit));
      }
    }
  }

  private Stretch untorn(Place from, Place torn) throws SQLException {
    Place until = last(from, torn).orElse(torn);
    return new Stretch(from, until, count(from, until), false);
  }

  /** The last place behind {@code from} and before {@code end}. */
  private Optional<Place> last(Place from, Place end) throws SQLException {
    String sql =
        "SELECT "
            + order.columns()
            + " FROM "
            + table.quoted()
            + order.where(from, end, RowOrder.End.EXCLUDED)
            + " ORDER BY "
            + order.descending()
            + " LIMIT 1";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      order.bind(statement, from, end);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(order.place(key(row))) : Optional.empty();
      }
    }
  }

  private long count(Place from, Place until) throws SQLException {
    String sql =
        "SELECT count(*) FROM " + table.quoted() + order.where(from, until, RowOrder.End.INCLUDED);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      order.bind(statement, from, until);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
