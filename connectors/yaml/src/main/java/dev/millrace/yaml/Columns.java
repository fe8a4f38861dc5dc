package dev.millrace.yaml;

import dev.millrace.core.function.KeyExtractor;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.ml.catalog.Suggestion;
import dev.millrace.yaml.document.Document;
import java.util.List;
import java.util.Optional;

/**
 * Looks up columns by their names.
 *
 * @param whose for messages, where they are not those of the rows; else empty
 */
record Columns(RowSchema schema, Document document, String whose) {
  private static final String ALL = "all";

  Columns(RowSchema schema, Document document) {
    this(schema, document, "");
  }

  List<String> names() {
    return schema.columns().stream().map(RowSchema.Column::name).toList();
  }

  /**
   * Where a column stands.
   *
   * @param path where it is named in the file
   */
  int any(String path, String name) {
    if (!names().contains(name)) {
      throw document.mistake(
          path, "no column '" + name + "'" + whose + Suggestion.among("there are", names(), name));
    }
    return schema.index(name);
  }

  /** Where a column of numbers stands. */
  int number(String path, String name) {
    return number(path, name, "");
  }

  /**
   * Where a column of numbers stands.
   *
   * @param otherwise what else there is for texts
   */
  int number(String path, String name, String otherwise) {
    int at = any(path, name);
    if (type(at) != RowSchema.Type.NUMBER) {
      throw document.mistake(
          path,
          "column '"
              + name
              + "' holds texts, expected numbers; if it holds numbers, say so in the source"
              + otherwise);
    }
    return at;
  }

  /** Where a column of texts stands. */
  int text(String path, String name) {
    int at = any(path, name);
    if (type(at) != RowSchema.Type.TEXT) {
      throw document.mistake(path, "column '" + name + "' holds numbers, expected texts");
    }
    return at;
  }

  RowSchema.Type type(int column) {
    return schema.columns().get(column).type();
  }

  /** What tells keys apart. */
  KeyExtractor<Row, String> key(String path, Optional<String> name) {
    if (name.isEmpty()) {
      return row -> ALL;
    }
    int at = any(path, name.get());
    return row -> row.display(at);
  }

  /**
   * Takes a column over into rows of another shape.
   *
   * @param row gives the row that has it
   */
  <T> Rows.Shape<T> take(Rows.Shape<T> shape, String path, String name, MapFunction<T, Row> row) {
    int at = any(path, name);
    return type(at) == RowSchema.Type.NUMBER
        ? shape.number(name, value -> row.apply(value).number(at))
        : shape.text(name, value -> row.apply(value).text(at));
  }
}
