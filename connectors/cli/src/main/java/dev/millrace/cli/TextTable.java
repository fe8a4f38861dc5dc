package dev.millrace.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lines up rows of text in columns: the first to the left, the others to the right. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();
  private final int leftColumns;

  /**
   * @param leftColumns how many of the first columns are flush left
   */
  TextTable(int leftColumns, List<String> header) {
    this.leftColumns = leftColumns;
    rows.add(List.copyOf(header));
  }

  void row(List<String> cells) {
    if (cells.size() != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "expected " + rows.get(0).size() + " cells, got " + cells.size());
    }
    rows.add(List.copyOf(cells));
  }

  void print(PrintWriter out) {
    List<Integer> widths = new ArrayList<>(Collections.nCopies(rows.get(0).size(), 0));
    for (List<String> row : rows) {
      for (int c = 0; c < row.size(); c++) {
        widths.set(c, Math.max(widths.get(c), row.get(c).length()));
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.size(); c++) {
        String padding = " ".repeat(widths.get(c) - row.get(c).length());
        line.append(c == 0 ? "  " : "   ");
        line.append(c < leftColumns ? row.get(c) + padding : padding + row.get(c));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
