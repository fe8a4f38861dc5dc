package dev.millrace.duckdb;

import java.sql.SQLException;
import java.util.stream.Collectors;

/** DuckDB's messages, which have many lines, as one. */
final class Errors {
  private Errors() {}

  /** What is wrong and what may have been meant; not the drawing of the query and the advice. */
  static String line(SQLException e) {
    return line(String.valueOf(e.getMessage()));
  }

  static String line(String message) {
    return message
        .lines()
        .takeWhile(line -> !line.isBlank())
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }
}
