package dev.millrace.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/** Rows as JSON objects of all columns; times as ISO text, bytes as Jackson's binary. */
record JsonShape() implements RowShape<JsonNode> {
  @Override
  public Maker<JsonNode> maker(String file, List<Found> columns) {
    int[] wanted = IntStream.range(0, columns.size()).toArray();
    String[] names = columns.stream().map(Found::name).toArray(String[]::new);
    return new Maker<>() {
      @Override
      public int[] wanted() {
        return wanted;
      }

      @Override
      public JsonNode make(Object[] values) {
        ObjectNode row = new ObjectNode(JsonNodeFactory.instance);
        for (int i = 0; i < values.length; i++) {
          row.set(names[i], node(values[i]));
        }
        return row;
      }
    };
  }

  private static JsonNode node(Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value == null) {
      return nodes.nullNode();
    }
    if (value instanceof Boolean flag) {
      return nodes.booleanNode(flag);
    }
    if (value instanceof Integer number) {
      return nodes.numberNode(number.intValue());
    }
    if (value instanceof Long number) {
      return nodes.numberNode(number.longValue());
    }
    if (value instanceof Float number) {
      return nodes.numberNode(number.floatValue());
    }
    if (value instanceof Double number) {
      return nodes.numberNode(number.doubleValue());
    }
    if (value instanceof BigDecimal number) {
      return nodes.numberNode(number);
    }
    if (value instanceof byte[] bytes) {
      return nodes.binaryNode(bytes);
    }
    return nodes.textNode(value.toString());
  }
}
