package dev.millrace.jupyter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Rows and columns in memory, to be looked at and to be plotted. Immutable and thread-safe.
 *
 * <pre>{@code
 * Table risks = Table.csv(output.resolve("predictions"));
 * double[] left = risks.where("churn", "Yes"::equals).numbers("calibrated");
 * }</pre>
 */
public final class Table {
  private final List<String> columns;
  private final List<List<Object>> rows;
  private final long total;

  /**
   * @param rows as wide as the columns
   * @param total how many rows there are, of which these are the first
   */
  Table(List<String> columns, List<? extends List<Object>> rows, long total) {
    this.columns = List.copyOf(columns);
    this.rows = List.copyOf(rows);
    this.total = total;
  }

  /**
   * A row per value of a collection, of a {@code MemorySink} or of a batch, a column per record
   * component; a map, a report, a model by the names of its features. What a cell shows as a table.
   *
   * @throws IllegalArgumentException if the value has no rows
   */
  public static Table of(Object value) {
    return Tabulation.of(value, Integer.MAX_VALUE)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a " + value.getClass().getSimpleName() + " cannot be shown as a table"));
  }

  /**
   * Reads a CSV file, or all of a directory, into memory; those that a {@code FileSink} has written
   * among them. Files may be compressed by gzip. A column holds numbers if all of its values do,
   * NaN where one is missing; else texts.
   *
   * @throws dev.millrace.core.ConfigurationException if there is no file
   */
  public static Table csv(Path path) throws InterruptedException {
    return CsvTable.read(path);
  }

  /** The names of the columns, from left to right. */
  public List<String> columns() {
    return columns;
  }

  /** How many rows there are. */
  public long rows() {
    return total;
  }

  /** The first rows. */
  public Table head(int count) {
    List<List<Object>> first = rows.subList(0, Math.min(count, rows.size()));
    return new Table(columns, first, first.size());
  }

  /** Some of the columns, in the order asked for. */
  public Table select(String... names) {
    int[] at = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      at[i] = index(names[i]);
    }
    List<List<Object>> selected = new ArrayList<>();
    for (List<Object> row : rows) {
      List<Object> cells = new ArrayList<>();
      for (int column : at) {
        cells.add(row.get(column));
      }
      selected.add(Collections.unmodifiableList(cells));
    }
    return new Table(List.of(names), selected, total);
  }

  /**
   * The rows whose value in a column passes a test.
   *
   * @param test is given a number, a text or whatever else the column holds
   */
  public Table where(String column, Predicate<Object> test) {
    int at = index(column);
    List<List<Object>> passed = rows.stream().filter(row -> test.test(row.get(at))).toList();
    return new Table(columns, passed, passed.size());
  }

  /**
   * All rows, those with the largest numbers in a column first, those without one last; equal ones
   * as they were.
   */
  public Table descending(String column) {
    int at = index(column);
    Comparator<List<Object>> order =
        Comparator.comparingDouble(row -> -number(column, row.get(at)));
    return new Table(columns, rows.stream().sorted(order).toList(), total);
  }

  /**
   * A column of numbers, as a new array; truth values are 1 and 0, what is missing is NaN.
   *
   * @throws IllegalArgumentException if a value is no number, or there is no such column
   */
  public double[] numbers(String column) {
    int at = index(column);
    return rows.stream().mapToDouble(row -> number(column, row.get(at))).toArray();
  }

  /** A column as texts, empty where a value is missing. */
  public List<String> texts(String column) {
    int at = index(column);
    return rows.stream().map(row -> row.get(at).toString()).toList();
  }

  /** What stands in the rows, or the first of them. */
  List<List<Object>> cells() {
    return rows;
  }

  private static double number(String column, Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value.toString().isEmpty()) {
      return Double.NaN;
    }
    throw new IllegalArgumentException("column '" + column + "' holds '" + value + "', no number");
  }

  private int index(String column) {
    int at = columns.indexOf(column);
    if (at < 0) {
      throw new IllegalArgumentException(
          "no column '" + column + "'; there are " + String.join(", ", columns));
    }
    return at;
  }

  /** The first rows as aligned text. */
  @Override
  public String toString() {
    return TablePrint.of(this).text();
  }
}
