package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.row.RowSchema.Column;
import dev.millrace.ml.catalog.Suggestion;
import dev.millrace.yaml.document.WrongKeyException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes rows of other things. */
final class Rows {
  private Rows() {}

  /** What a column holds, in a file. */
  enum ColumnType {
    NUMBER,
    TEXT;

    RowSchema.Type type() {
      return this == NUMBER ? RowSchema.Type.NUMBER : RowSchema.Type.TEXT;
    }
  }

  static RowSchema schema(Map<String, ColumnType> columns) {
    List<Column> all = new ArrayList<>();
    columns.forEach((name, type) -> all.add(new Column(name, type.type())));
    return new RowSchema(all);
  }

  static Map<String, RowSchema.Type> types(Map<String, ColumnType> columns) {
    Map<String, RowSchema.Type> types = new LinkedHashMap<>();
    columns.forEach((name, type) -> types.put(name, type.type()));
    return types;
  }

  /**
   * Where a column stands that is named by a key.
   *
   * @throws WrongKeyException if there is none of that name
   */
  static int index(RowSchema columns, String key, String name) {
    List<String> names = columns.columns().stream().map(Column::name).toList();
    if (!names.contains(name)) {
      throw new WrongKeyException(
          key, "no column '" + name + "'" + Suggestion.among("there are", names, name));
    }
    return names.indexOf(name);
  }

  /** Describes a row's values in order: a text for each text, a number for all else. */
  static <T> Shape<T> of() {
    return new Shape<>(List.of(), List.of());
  }

  /** The columns of rows that are made of values of one type. Immutable. */
  record Shape<T>(List<Column> columns, List<MapFunction<T, ?>> values) {
    Shape<T> text(String name, MapFunction<T, String> value) {
      return with(new Column(name, RowSchema.Type.TEXT), value);
    }

    Shape<T> number(String name, MapFunction<T, Double> value) {
      return with(new Column(name, RowSchema.Type.NUMBER), value);
    }

    private Shape<T> with(Column column, MapFunction<T, ?> value) {
      if (columns.stream().anyMatch(other -> other.name().equals(column.name()))) {
        throw new ConfigurationException(
            "there are two columns '"
                + column.name()
                + "': one of the source and one of the result; name those of the source to keep by"
                + " columns");
      }
      List<Column> moreColumns = new ArrayList<>(columns);
      moreColumns.add(column);
      List<MapFunction<T, ?>> moreValues = new ArrayList<>(values);
      moreValues.add(value);
      return new Shape<>(List.copyOf(moreColumns), List.copyOf(moreValues));
    }

    RowSchema schema() {
      return new RowSchema(columns);
    }

    /** Makes the rows. */
    MapFunction<T, Row> function() {
      RowSchema schema = schema();
      List<MapFunction<T, ?>> functions = values;
      return value -> row(schema, functions, value);
    }

    private static <T> Row row(RowSchema schema, List<MapFunction<T, ?>> functions, T value)
        throws Exception {
      double[] numbers = new double[functions.size()];
      String[] texts = new String[functions.size()];
      for (int i = 0; i < texts.length; i++) {
        Object of = functions.get(i).apply(value);
        texts[i] = of instanceof String text ? text : "";
        numbers[i] = of instanceof Double number ? number : Double.NaN;
      }
      return new Row(schema, numbers, texts);
    }
  }
}
