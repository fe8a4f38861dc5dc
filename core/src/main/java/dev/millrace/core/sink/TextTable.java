package dev.millrace.core.sink;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values as lines of aligned columns, for people to read. */
final class TextTable {
  private static final int MAX_WIDTH = 60;

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();
  private boolean[] isText;

  private TextTable(List<String> header) {
    this.header = header;
    this.isText = new boolean[header.size()];
  }

  /** A column per component when all values are records of one type, or rows of one schema. */
  static TextTable of(List<?> values) {
    TextTable table;
    if (values.get(0) instanceof Record first
        && values.stream().allMatch(first.getClass()::isInstance)) {
      RecordComponent[] components = first.getClass().getRecordComponents();
      table = new TextTable(Arrays.stream(components).map(RecordComponent::getName).toList());
      values.forEach(value -> table.add(components(components, value)));
    } else if (values.get(0) instanceof Row first && haveSchema(values, first.schema())) {
      table = new TextTable(first.schema().columns().stream().map(RowSchema.Column::name).toList());
      values.forEach(value -> table.add(cells((Row) value)));
    } else {
      table = new TextTable(List.of("value"));
      values.forEach(value -> table.add(List.of(value)));
    }
    return table;
  }

  private static boolean haveSchema(List<?> values, RowSchema schema) {
    return values.stream()
        .allMatch(value -> value instanceof Row row && row.schema().equals(schema));
  }

  private static List<Object> components(RecordComponent[] components, Object value) {
    List<Object> cells = new ArrayList<>();
    for (RecordComponent component : components) {
      try {
        component.getAccessor().setAccessible(true);
        cells.add(component.getAccessor().invoke(value));
      } catch (InvocationTargetException | IllegalAccessException | RuntimeException e) {
        cells.add("?");
      }
    }
    return cells;
  }

  private static List<Object> cells(Row row) {
    List<Object> cells = new ArrayList<>();
    for (int column = 0; column < row.schema().width(); column++) {
      boolean isNumber = row.schema().columns().get(column).type() == RowSchema.Type.NUMBER;
      cells.add(isNumber ? (Object) row.number(column) : row.text(column));
    }
    return cells;
  }

  private void add(List<?> cells) {
    List<String> row = new ArrayList<>();
    for (int column = 0; column < cells.size(); column++) {
      isText[column] |= !(cells.get(column) instanceof Number);
      String text = String.valueOf(cells.get(column)).replaceAll("\\p{Cntrl}", " ");
      row.add(text.length() > MAX_WIDTH ? text.substring(0, MAX_WIDTH - 1) + "…" : text);
    }
    rows.add(row);
  }

  @Override
  public String toString() {
    int[] widths = header.stream().mapToInt(String::length).toArray();
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    line(text, header, widths);
    for (int column = 0; column < widths.length; column++) {
      text.append(column == 0 ? "" : "+").append("-".repeat(widths[column] + 2));
    }
    text.append('\n');
    rows.forEach(row -> line(text, row, widths));
    return text.toString();
  }

  private void line(StringBuilder text, List<String> cells, int[] widths) {
    int start = text.length();
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      String pad = " ".repeat(widths[column] - cell.length());
      text.append(column == 0 ? " " : " | ");
      text.append(isText[column] ? cell + pad : pad + cell);
    }
    while (text.length() > start && text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
    text.append('\n');
  }
}
