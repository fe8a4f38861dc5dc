package dev.millrace.jupyter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table as people read it: its first rows, numbers of a column alike.
 *
 * @param texts which columns hold texts, and so begin at the left
 * @param note what is not shown; empty if all is
 */
record TablePrint(List<String> header, List<List<String>> rows, List<Boolean> texts, String note) {
  /** How many rows are shown. */
  static final int ROWS = 20;

  private static final int COLUMNS = 20;
  private static final int WIDTH = 60;

  static TablePrint of(Table table) {
    int width = Math.min(COLUMNS, table.columns().size());
    List<List<Object>> shown = table.cells().subList(0, Math.min(ROWS, table.cells().size()));
    List<List<String>> columns = new ArrayList<>();
    List<Boolean> texts = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      int at = i;
      List<Object> cells = shown.stream().map(row -> row.get(at)).toList();
      boolean numbers = cells.stream().allMatch(TablePrint::isNumber);
      texts.add(!numbers);
      columns.add(
          numbers ? NumberColumn.print(cells) : cells.stream().map(TablePrint::shortened).toList());
    }
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row < shown.size(); row++) {
      int at = row;
      rows.add(columns.stream().map(column -> column.get(at)).toList());
    }
    return new TablePrint(
        table.columns().subList(0, width).stream().map(TablePrint::shortened).toList(),
        rows,
        texts,
        note(table, shown.size(), width));
  }

  private static boolean isNumber(Object cell) {
    return cell instanceof Number || cell.toString().isEmpty();
  }

  private static String shortened(Object value) {
    String text = value.toString().replaceAll("\\p{Cntrl}", " ");
    return text.length() > WIDTH ? text.substring(0, WIDTH - 1) + "…" : text;
  }

  private static String note(Table table, int rows, int columns) {
    List<String> notes = new ArrayList<>();
    if (table.rows() == 0) {
      notes.add("no rows");
    } else if (table.rows() > rows) {
      notes.add(String.format(Locale.ROOT, "%,d rows, the first %d shown", table.rows(), rows));
    }
    if (table.columns().size() > columns) {
      notes.add(String.format("%d columns, the first %d shown", table.columns().size(), columns));
    }
    return String.join("; ", notes);
  }

  /** For browsers; nothing in it is taken for markup. */
  String html() {
    StringBuilder html = new StringBuilder("<table>\n<thead><tr>");
    cells(html, "th", header);
    html.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      html.append("<tr>");
      cells(html, "td", row);
      html.append("</tr>\n");
    }
    html.append("</tbody>\n</table>");
    if (!note.isEmpty()) {
      html.append("\n<p>").append(note).append("</p>");
    }
    return html.toString();
  }

  private void cells(StringBuilder html, String tag, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      html.append('<').append(tag);
      if (texts.get(i)) {
        html.append(" style=\"text-align:left\"");
      }
      html.append('>').append(escaped(cells.get(i))).append("</").append(tag).append('>');
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** For terminals. */
  String text() {
    int[] widths = header.stream().mapToInt(String::length).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    if (!header.isEmpty()) {
      lines.add(line(header, widths));
      rows.forEach(row -> lines.add(line(row, widths)));
    }
    if (!note.isEmpty()) {
      lines.add(note);
    }
    return String.join("\n", lines);
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String pad = " ".repeat(widths[i] - cells.get(i).length());
      line.append(i == 0 ? "" : "  ");
      line.append(texts.get(i) ? cells.get(i) + pad : pad + cells.get(i));
    }
    return line.toString().stripTrailing();
  }
}
