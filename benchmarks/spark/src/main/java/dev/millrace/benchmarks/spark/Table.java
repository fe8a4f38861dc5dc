package dev.millrace.benchmarks.spark;

import java.io.PrintStream;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A table in Markdown, row by row. */
final class Table {
  private final PrintStream out;

  Table(PrintStream out, String title, List<String> columns) {
    this.out = out;
    out.println();
    out.println(title);
    out.println();
    row(columns);
    row(Collections.nCopies(columns.size(), "---"));
  }

  void row(List<String> cells) {
    out.println("| " + String.join(" | ", cells) + " |");
    out.flush();
  }

  /** A count with the thousands set apart. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code median (min–max)}. */
  static String counts(Spread spread) {
    return count(Math.round(spread.median()))
        + " ("
        + count(Math.round(spread.min()))
        + "–"
        + count(Math.round(spread.max()))
        + ")";
  }

  static String millis(Spread spread) {
    return String.format(
        Locale.ROOT, "%.1f (%.1f–%.1f)", spread.median(), spread.min(), spread.max());
  }

  static String times(double factor) {
    return String.format(Locale.ROOT, "%.1f×", factor);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
