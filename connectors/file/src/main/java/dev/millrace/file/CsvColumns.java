package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a CSV output: names, and what each takes from a value. Immutable.
 *
 * <pre>{@code
 * CsvColumns<Scored> columns =
 *     CsvColumns.<Scored>none().with("id", Scored::id).with("score", s -> s.prediction().value());
 * }</pre>
 *
 * <p>Numbers are written as the shortest text that reads back as the same number; NaN, null and an
 * empty Optional as an empty field; all else by its {@code toString}, quoted where CSV asks for it.
 */
public final class CsvColumns<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Column<T>> columns;

  private CsvColumns(List<Column<T>> columns) {
    this.columns = List.copyOf(columns);
  }

  private record Column<T>(String name, MapFunction<? super T, ?> value) implements Serializable {}

  /** No columns yet. */
  public static <T> CsvColumns<T> none() {
    return new CsvColumns<>(List.of());
  }

  /** The columns of rows. */
  public static CsvColumns<Row> of(RowSchema schema) {
    CsvColumns<Row> columns = none();
    for (int i = 0; i < schema.width(); i++) {
      int at = i;
      RowSchema.Column column = schema.columns().get(i);
      columns =
          column.type() == RowSchema.Type.NUMBER
              ? columns.with(column.name(), row -> row.number(at))
              : columns.with(column.name(), row -> row.text(at));
    }
    return columns;
  }

  /** One more column, on the right. */
  public CsvColumns<T> with(String name, MapFunction<? super T, ?> value) {
    if (names().contains(name)) {
      throw new ConfigurationException("column '" + name + "' is there already");
    }
    List<Column<T>> more = new ArrayList<>(columns);
    more.add(new Column<>(name, value));
    return new CsvColumns<>(more);
  }

  /** The names, from left to right. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  void write(T value, CsvLine line) throws Exception {
    for (Column<T> column : columns) {
      line.value(column.value().apply(value));
    }
    line.end();
  }
}
