package dev.millrace.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns by which rows follow each other, the first one first. Immutable. */
final class RowOrder {
  private static final Object[] NONE = {};

  private final List<String> names;
  private final List<String> quoted;
  private final List<OrderType> types;
  private final boolean isExact;

  private RowOrder(List<String> names, List<OrderType> types, boolean isExact) {
    this.names = names;
    this.quoted = names.stream().map(Names::quoted).toList();
    this.types = types;
    this.isExact = isExact;
  }

  static RowOrder of(Table table, List<String> names) {
    List<Column> columns = table.columns(names);
    List<OrderType> types = columns.stream().map(column -> OrderType.of(table, column)).toList();
    boolean isExact = table.dialect() != Dialect.SQLITE && !types.contains(OrderType.TEXT);
    return new RowOrder(columns.stream().map(Column::name).toList(), types, isExact);
  }

  int width() {
    return types.size();
  }

  /** The columns, for a list of what is selected, and for {@code ORDER BY}. */
  String columns() {
    return String.join(", ", quoted);
  }

  /** The columns, for {@code ORDER BY}, the last row first. */
  String descending() {
    return quoted.stream().map(column -> column + " DESC").collect(Collectors.joining(", "));
  }

  /** Which rows of a stretch its end is. */
  enum End {
    INCLUDED("<="),
    EXCLUDED("<");

    private final String comparison;

    End(String comparison) {
      this.comparison = comparison;
    }
  }

  /**
   * The condition that a row stands behind one place and not behind another; {@link Place#START}
   * for either means that there is no such limit. Rows with NULL in a column stand nowhere.
   */
  String where(Place from, Place until, End end) {
    String condition =
        quoted.stream()
            .map(column -> column + " IS NOT NULL")
            .collect(Collectors.joining(" AND ", " WHERE ", ""));
    if (!from.isStart()) {
      condition += " AND " + beyond(">", ">");
    }
    if (!until.isStart()) {
      condition += " AND " + beyond("<", end.comparison);
    }
    return condition;
  }

  /** Not as a comparison of rows, which some databases do without an index. */
  private String beyond(String strictly, String last) {
    int end = quoted.size() - 1;
    String condition = quoted.get(end) + " " + last + " ?";
    for (int i = end - 1; i >= 0; i--) {
      String column = quoted.get(i);
      condition =
          column
              + " "
              + strictly
              + "= ? AND ("
              + column
              + " "
              + strictly
              + " ? OR "
              + condition
              + ")";
    }
    return condition;
  }

  /**
   * Sets the parameters of {@link #where}.
   *
   * @return the next parameter
   */
  int bind(PreparedStatement statement, Place from, Place until) throws SQLException {
    return bind(statement, bind(statement, 1, from), until);
  }

  private int bind(PreparedStatement statement, int first, Place place) throws SQLException {
    int parameter = first;
    for (int i = 0; i < place.values().size(); i++) {
      int times = i == types.size() - 1 ? 1 : 2;
      for (int time = 0; time < times; time++) {
        types.get(i).bind(statement, parameter++, place.values().get(i));
      }
    }
    return parameter;
  }

  /**
   * Whether values that are not equal stand at different places, and equal ones at one. Collations
   * may see texts otherwise, and columns of SQLite hold values of any type.
   */
  boolean isExact() {
    return isExact;
  }

  /** The columns, and those of the order that are not among them. */
  List<String> with(List<String> columns) {
    Stream<String> missing = names.stream().filter(name -> !columns.contains(name));
    return Stream.concat(columns.stream(), missing).toList();
  }

  /** The numbers of the order's columns, from 1, where these are selected. */
  List<Integer> among(List<String> columns) {
    return names.stream().map(name -> columns.indexOf(name) + 1).toList();
  }

  /** The values of a row by which it is followed, of columns with these numbers. */
  Object[] key(ResultSet row, List<Integer> columns) throws SQLException {
    List<Object> key = new ArrayList<>(types.size());
    addKey(row, columns, NONE, key);
    return key.toArray();
  }

  /**
   * Adds the values of a row by which it is followed, of columns with these numbers.
   *
   * @param read what the first columns were read as; null where that is not known
   */
  void addKey(ResultSet row, List<Integer> columns, Object[] read, List<Object> keys)
      throws SQLException {
    for (int i = 0; i < types.size(); i++) {
      int column = columns.get(i);
      Object known = column <= read.length ? read[column - 1] : null;
      keys.add(types.get(i).isOwn(known) ? known : types.get(i).read(row, column));
    }
  }

  /** Whether rows stand at the same place. */
  boolean isSame(Object[] key, Object[] other) {
    for (int i = key.length - 1; i >= 0; i--) {
      if (!types.get(i).isSame(key[i], other[i])) {
        return false;
      }
    }
    return true;
  }

  /** Where a row stands. */
  Place place(Object[] key) {
    List<String> values = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      values.add(types.get(i).text(key[i]));
    }
    return new Place(values);
  }
}
