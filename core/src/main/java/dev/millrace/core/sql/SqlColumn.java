package dev.millrace.core.sql;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A column of a table.
 *
 * @param name not blank; SQL does not tell upper from lower case
 */
public record SqlColumn(String name, SqlType type) implements Serializable {
  public SqlColumn {
    Objects.requireNonNull(type, "type");
    if (name.isBlank()) {
      throw new ConfigurationException("a column's name must not be blank");
    }
  }

  /** Columns as messages show them: {@code card TEXT, amount DOUBLE}. */
  public static String describe(List<SqlColumn> columns) {
    return columns.stream()
        .map(column -> column.name + " " + column.type)
        .collect(Collectors.joining(", "));
  }

  /**
   * The columns of one table.
   *
   * @throws ConfigurationException when there is none, or two differ in nothing but case
   */
  public static List<SqlColumn> checked(List<SqlColumn> columns) {
    if (columns.isEmpty()) {
      throw new ConfigurationException("a table needs at least one column");
    }
    Set<String> names = new HashSet<>();
    for (SqlColumn column : columns) {
      if (!names.add(column.name.toLowerCase(Locale.ROOT))) {
        throw new ConfigurationException(
            "two columns are named '" + column.name + "', which SQL cannot tell apart");
      }
    }
    return List.copyOf(columns);
  }
}
