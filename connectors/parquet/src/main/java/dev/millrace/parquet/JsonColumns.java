package dev.millrace.parquet;

import dev.millrace.core.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/** The columns of JSON objects: by a schema, which must be as the columns are written. */
final class JsonColumns {
  private JsonColumns() {}

  /**
   * @throws ConfigurationException when a column is not written so, naming it
   */
  static OutStruct of(GroupType schema) {
    OutStruct columns = struct(schema, "", 0);
    for (Type type : schema.getFields()) {
      if (!columns.schema(schema.getName()).getType(type.getName()).equals(type)) {
        throw refused(type, type.getName());
      }
    }
    return columns;
  }

  /**
   * @param path empty for the row
   */
  private static OutStruct struct(GroupType group, String path, int depth) {
    List<OutField> fields = new ArrayList<>();
    for (Type type : group.getFields()) {
      String name = type.getName();
      fields.add(field(type, path.isEmpty() ? name : path + "." + name, depth));
    }
    String[] names = fields.stream().map(OutField::name).toArray(String[]::new);
    return new OutStruct(
        fields, (row, field) -> JsonValues.present(JsonValues.object(row, path).get(names[field])));
  }

  private static OutField field(Type type, String path, int depth) {
    boolean isRequired = type.isRepetition(Type.Repetition.REQUIRED);
    return new OutField(path, type.getName(), isRequired, value(type, path, depth));
  }

  private static OutValue value(Type type, String path, int depth) {
    if (type.isPrimitive()) {
      return scalar(type, path);
    }
    GroupType group = type.asGroupType();
    if (depth == ColumnType.MOST_DEPTH) {
      throw new ConfigurationException(
          "column '" + path + "' nests more than " + ColumnType.MOST_DEPTH + " levels deep");
    }
    if (ListForm.isList(group)) {
      Type element =
          ListForm.ofList(group)
              .filter(ListForm::isStandard)
              .orElseThrow(() -> refused(type, path))
              .element();
      return new OutList(
          field(element, path + "[]", depth + 1), list -> JsonValues.elements(list, path));
    }
    return ListForm.isMap(group) ? map(group, path, depth + 1) : struct(group, path, depth + 1);
  }

  private static OutValue scalar(Type type, String path) {
    ValueKind kind = ParquetColumn.of(type.asPrimitiveType()).kind();
    OutScalar scalar = OutScalar.of(kind.type());
    if (scalar == null) {
      throw refused(type, path);
    }
    return new OutScalar(
        scalar.primitive(),
        scalar.logical(),
        (node, out) -> scalar.write(JsonValues.value(node, kind, path), out));
  }

  private static OutMap map(GroupType group, String path, int depth) {
    GroupType entry =
        ListForm.ofMap(group)
            .filter(fields -> isText(fields.getType(0)))
            .orElseThrow(() -> refused(group, path));
    String keyPath = path + ".key";
    OutField key = new OutField(keyPath, OutMap.KEY, true, OutScalar.of(String.class));
    return new OutMap(
        key, field(entry.getType(1), path + ".value", depth), map -> JsonValues.entries(map, path));
  }

  private static boolean isText(Type type) {
    return type.isPrimitive() && ParquetColumn.of(type.asPrimitiveType()).kind() == ValueKind.TEXT;
  }

  private static ConfigurationException refused(Type type, String path) {
    return new ConfigurationException(
        "column '"
            + path
            + "' is "
            + type.toString().replaceAll("\\s+", " ")
            + ", which is not written; expected boolean, int32, int64, float, double, or with a"
            + " logical type: binary (STRING), int32 (DATE), int64 (TIME(MICROS,false)), int64"
            + " (TIMESTAMP(MICROS,…)), fixed_len_byte_array(16) (UUID); or group name { … },"
            + " group name (LIST) { repeated group list { … element } }, group name (MAP) {"
            + " repeated group key_value { required binary key (STRING); … value } }");
  }
}
