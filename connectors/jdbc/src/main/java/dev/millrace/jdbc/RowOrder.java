package dev.millrace.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The columns by which rows follow each other, the first one first. Immutable. */
final class RowOrder {
  private final List<String> quoted;
  private final List<OrderType> types;

  private RowOrder(List<String> quoted, List<OrderType> types) {
    this.quoted = quoted;
    this.types = types;
  }

  static RowOrder of(Table table, List<String> names) {
    List<Column> columns = table.columns(names);
    return new RowOrder(
        columns.stream().map(Column::name).map(Names::quoted).toList(),
        columns.stream().map(column -> OrderType.of(table, column)).toList());
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

  /** Where a row stands, whose columns of the order begin with number {@code first}. */
  Place place(ResultSet row, int first) throws SQLException {
    List<String> values = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      values.add(types.get(i).text(row, first + i));
    }
    return new Place(values);
  }
}
