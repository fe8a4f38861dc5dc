package dev.millrace.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.ConfigurationException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Rows as JSON objects of all columns; times as ISO text, bytes as Jackson's binary, structs and
 * maps as objects, lists as arrays.
 */
record JsonShape() implements RowShape<JsonNode> {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Override
  public Class<JsonNode> type() {
    return JsonNode.class;
  }

  @Override
  public Assembly.Struct assembly(String file, ColumnType.Struct columns) {
    return struct(file, columns, "");
  }

  private static Assembly.Struct struct(String file, ColumnType.Struct struct, String path) {
    List<Assembly.Part> parts = new ArrayList<>();
    for (ColumnType.Field field : struct.fields()) {
      Assembly assembly = value(file, field.type(), path + field.name());
      parts.add(new Assembly.Part(field.name(), parts.size(), assembly));
    }
    String[] names = struct.names().toArray(String[]::new);
    return new Assembly.Struct(Presence.NULLABLE, parts, values -> object(names, values));
  }

  private static Assembly value(String file, ColumnType column, String path) {
    if (column instanceof ColumnType.Scalar) {
      return new Assembly.Scalar(Presence.NULLABLE, false, JsonShape::node);
    }
    if (column instanceof ColumnType.Struct struct) {
      return struct(file, struct, path + ".");
    }
    if (column instanceof ColumnType.ListOf list) {
      Assembly element = value(file, list.element(), path + "[]");
      return new Assembly.ListOf(Presence.NULLABLE, element, JsonShape::array);
    }
    if (column instanceof ColumnType.MapOf map) {
      return new Assembly.MapOf(
          Presence.NULLABLE,
          new Assembly.Scalar(Presence.REQUIRED, false, Object::toString),
          value(file, map.value(), path + ".value"),
          JsonShape::object);
    }
    throw new ConfigurationException(
        file
            + ": column '"
            + path
            + "' holds "
            + column
            + "; read records that lack it, or write the file without it");
  }

  private static ObjectNode object(String[] names, Object[] values) {
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i < values.length; i++) {
      object.set(names[i], (JsonNode) values[i]);
    }
    return object;
  }

  private static ObjectNode object(Map<Object, Object> entries) {
    ObjectNode object = NODES.objectNode();
    entries.forEach((key, value) -> object.set((String) key, (JsonNode) value));
    return object;
  }

  private static ArrayNode array(List<Object> elements) {
    ArrayNode array = NODES.arrayNode(elements.size());
    for (Object element : elements) {
      array.add((JsonNode) element);
    }
    return array;
  }

  private static JsonNode node(Object value) {
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    if (value instanceof Integer number) {
      return NODES.numberNode(number.intValue());
    }
    if (value instanceof Long number) {
      return NODES.numberNode(number.longValue());
    }
    if (value instanceof Float number) {
      return NODES.numberNode(number.floatValue());
    }
    if (value instanceof Double number) {
      return NODES.numberNode(number.doubleValue());
    }
    if (value instanceof BigDecimal number) {
      return NODES.numberNode(number);
    }
    if (value instanceof byte[] bytes) {
      return NODES.binaryNode(bytes);
    }
    return NODES.textNode(value.toString());
  }
}
