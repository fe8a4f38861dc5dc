package dev.millrace.http;

import dev.millrace.ml.serve.ServedModel.ColumnType;
import dev.millrace.ml.serve.ServedModel.InputColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The columns of a model's rows, by name and by position. Immutable. */
final class Columns {
  private static final int MISSING_NAMED = 10;

  private final List<InputColumn> columns;
  private final Map<String, Integer> positions;
  private final int[] required;
  private final boolean allRequiredNumbers;

  Columns(List<InputColumn> columns) {
    this.columns = columns;
    this.positions = new HashMap<>(2 * columns.size());
    for (int i = 0; i < columns.size(); i++) {
      positions.put(columns.get(i).name(), i);
    }
    this.required =
        IntStream.range(0, columns.size()).filter(i -> columns.get(i).required()).toArray();
    this.allRequiredNumbers =
        columns.stream().allMatch(c -> c.required() && c.type() == ColumnType.NUMBER);
  }

  /** What this was made of. */
  List<InputColumn> source() {
    return columns;
  }

  int width() {
    return columns.size();
  }

  String name(int column) {
    return columns.get(column).name();
  }

  boolean isText(int column) {
    return columns.get(column).type() == ColumnType.TEXT;
  }

  /**
   * Where a column stands, or -1.
   *
   * @param guess where it stands if names come in the model's order; looked at first
   */
  int position(String name, int guess) {
    if (guess < columns.size() && columns.get(guess).name().equals(name)) {
      return guess;
    }
    return positions.getOrDefault(name, -1);
  }

  /** What to say of a name that is none. */
  String unknown(String name) {
    return "there is no column "
        + Nearest.quote(name)
        + Nearest.hint(name, columns.stream().map(InputColumn::name).toList());
  }

  /** Whether the row under way lacks a column that it may not lack. */
  boolean lacking(Rows rows) {
    if (rows.filled() == columns.size()) {
      return false;
    }
    for (int column : required) {
      if (!rows.has(column)) {
        return true;
      }
    }
    return false;
  }

  /** {@code column 'size' is missing}, or {@code columns 'size', 'rooms' are missing}. */
  String missing(String what, Rows rows) {
    List<String> names = new ArrayList<>();
    int more = 0;
    for (int column : required) {
      if (rows.has(column)) {
        continue;
      }
      if (names.size() < MISSING_NAMED) {
        names.add("'" + name(column) + "'");
      } else {
        more++;
      }
    }
    return what
        + (names.size() == 1 ? " " : "s ")
        + String.join(", ", names)
        + (more > 0 ? " and " + more + " more" : "")
        + (names.size() == 1 ? " is missing" : " are missing");
  }

  /** Whether every column must be there and be a number, so that rows fit a flat array. */
  boolean isAllRequiredNumbers() {
    return allRequiredNumbers;
  }
}
