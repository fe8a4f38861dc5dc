package dev.millrace.parquet;

import java.util.List;
import java.util.stream.Collectors;

/** What a column of a file holds. Immutable. */
sealed interface ColumnType {
  /** How deep structs, lists and maps may lie within each other. */
  int MOST_DEPTH = 16;

  /** Single values. */
  record Scalar(ValueKind kind) implements ColumnType {
    @Override
    public String toString() {
      return kind.type().getSimpleName();
    }
  }

  /** Fields by name. */
  record Struct(List<Field> fields) implements ColumnType {
    public Struct {
      fields = List.copyOf(fields);
    }

    List<String> names() {
      return fields.stream().map(Field::name).toList();
    }

    @Override
    public String toString() {
      return fields.stream().map(Field::toString).collect(Collectors.joining(", ", "struct<", ">"));
    }
  }

  /** One of a struct's fields, or a column of a file. */
  record Field(String name, ColumnType type) {
    @Override
    public String toString() {
      return name + " " + type;
    }
  }

  /** Any number of elements. */
  record ListOf(ColumnType element) implements ColumnType {
    @Override
    public String toString() {
      return "list<" + element + ">";
    }
  }

  /** Values by key. */
  record MapOf(Scalar key, ColumnType value) implements ColumnType {
    @Override
    public String toString() {
      return "map<" + key + ", " + value + ">";
    }
  }

  /** What is not read. */
  record Unreadable(String description) implements ColumnType {
    @Override
    public String toString() {
      return "what cannot be read, " + description;
    }
  }
}
