package dev.millrace.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/** What the columns of a schema hold. */
final class ParquetTypes {
  private ParquetTypes() {}

  /** All columns of a schema. */
  static ColumnType.Struct columns(GroupType schema) {
    return struct(schema, 0);
  }

  private static ColumnType.Struct struct(GroupType group, int depth) {
    List<ColumnType.Field> fields = new ArrayList<>();
    for (Type field : group.getFields()) {
      fields.add(new ColumnType.Field(field.getName(), field(field, depth)));
    }
    return new ColumnType.Struct(fields);
  }

  /** A repeated field that belongs to no list is one. */
  private static ColumnType field(Type type, int depth) {
    return type.isRepetition(Type.Repetition.REPEATED)
        ? new ColumnType.ListOf(value(type, depth + 1))
        : value(type, depth);
  }

  private static ColumnType value(Type type, int depth) {
    if (type.isPrimitive()) {
      return new ColumnType.Scalar(ParquetColumn.of(type.asPrimitiveType()).kind());
    }
    GroupType group = type.asGroupType();
    if (depth == ColumnType.MOST_DEPTH) {
      return new ColumnType.Unreadable(
          "nested more than " + ColumnType.MOST_DEPTH + " levels deep");
    }
    if (ListForm.isList(group)) {
      return list(group, depth + 1);
    }
    if (ListForm.isMap(group)) {
      return map(group, depth + 1);
    }
    return group.getFieldCount() == 0
        ? new ColumnType.Unreadable("a group without fields")
        : struct(group, depth + 1);
  }

  private static ColumnType list(GroupType group, int depth) {
    Optional<ListForm> form = ListForm.ofList(group);
    if (form.isEmpty()) {
      return malformed(group);
    }
    Type element = form.get().element();
    return new ColumnType.ListOf(
        form.get().isStandard() ? field(element, depth) : value(element, depth));
  }

  private static ColumnType map(GroupType group, int depth) {
    Optional<GroupType> entry = ListForm.ofMap(group);
    return entry.isPresent()
            && field(entry.get().getType(0), depth) instanceof ColumnType.Scalar key
            && key.kind() != ValueKind.BYTES
        ? new ColumnType.MapOf(key, field(entry.get().getType(1), depth))
        : malformed(group);
  }

  private static ColumnType malformed(GroupType group) {
    String text = group.toString().replaceAll("\\s+", " ");
    return new ColumnType.Unreadable(
        "a list or map of another form (" + text.substring(0, Math.min(200, text.length())) + ")");
  }
}
