package dev.millrace.core.row;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Names and types of the columns of a {@link Row}. Immutable.
 *
 * @param columns in the order of the row; names differ
 */
public record RowSchema(List<Column> columns) implements Serializable {
  /** What a column holds. */
  public enum Type {
    NUMBER,
    TEXT
  }

  /** A column. */
  public record Column(String name, Type type) implements Serializable {}

  public RowSchema {
    columns = List.copyOf(columns);
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      Integer before = seen.put(columns.get(i).name(), i);
      if (before != null) {
        throw new IllegalArgumentException(
            "column '" + columns.get(i).name() + "' stands at " + before + " and at " + i);
      }
    }
  }

  /** How many columns there are. */
  public int width() {
    return columns.size();
  }

  /**
   * Where a column stands.
   *
   * @throws IllegalArgumentException naming the columns there are
   */
  public int index(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "no column '"
            + name
            + "'; there are "
            + columns.stream().map(Column::name).collect(Collectors.joining(", ")));
  }
}
