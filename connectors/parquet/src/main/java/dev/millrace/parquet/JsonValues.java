package dev.millrace.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Takes what columns need from JSON; all throw IllegalArgumentException when it is something else,
 * naming the column.
 */
final class JsonValues {
  private JsonValues() {}

  /** The node; null for JSON's null, or none. */
  static JsonNode present(JsonNode node) {
    return node == null || node.isNull() ? null : node;
  }

  /**
   * @param path empty for the row
   */
  static JsonNode object(Object value, String path) {
    JsonNode node = (JsonNode) value;
    if (!node.isObject()) {
      throw unexpected(path, "an object", node);
    }
    return node;
  }

  static List<JsonNode> elements(Object value, String path) {
    JsonNode node = (JsonNode) value;
    if (!node.isArray()) {
      throw unexpected(path, "an array", node);
    }
    List<JsonNode> elements = new ArrayList<>(node.size());
    node.forEach(element -> elements.add(present(element)));
    return elements;
  }

  static Iterator<Map.Entry<String, JsonNode>> entries(Object value, String path) {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object(value, path).properties()) {
      entries.put(entry.getKey(), present(entry.getValue()));
    }
    return entries.entrySet().iterator();
  }

  static Object value(Object given, ValueKind kind, String path) {
    JsonNode node = (JsonNode) given;
    Object value =
        switch (kind) {
          case BOOLEAN -> node.isBoolean() ? (Object) node.booleanValue() : null;
          case INT ->
              node.isIntegralNumber() && node.canConvertToInt() ? (Object) node.intValue() : null;
          case LONG ->
              node.isIntegralNumber() && node.canConvertToLong() ? (Object) node.longValue() : null;
          case FLOAT -> node.isNumber() ? (Object) node.floatValue() : null;
          case DOUBLE -> node.isNumber() ? (Object) node.doubleValue() : null;
          case TEXT -> node.textValue();
          case BYTES -> bytes(node);
          case DECIMAL -> null;
          case INSTANT -> parsed(node, Instant::parse);
          case DATE_TIME -> parsed(node, LocalDateTime::parse);
          case DATE -> parsed(node, LocalDate::parse);
          case TIME -> parsed(node, LocalTime::parse);
          case UUID_VALUE -> parsed(node, UUID::fromString);
        };
    if (value == null) {
      throw unexpected(path, kind.type().getSimpleName(), node);
    }
    return value;
  }

  private static IllegalArgumentException unexpected(String path, String expected, JsonNode got) {
    return new IllegalArgumentException(
        (path.isEmpty() ? "" : "column '" + path + "': ")
            + "expected "
            + expected
            + ", got "
            + got);
  }

  private static Object bytes(JsonNode node) {
    try {
      return node.binaryValue();
    } catch (java.io.IOException e) {
      return null;
    }
  }

  private static Object parsed(JsonNode node, Function<String, Object> parse) {
    try {
      return node.isTextual() ? parse.apply(node.textValue()) : null;
    } catch (DateTimeException | IllegalArgumentException e) {
      return null;
    }
  }
}
