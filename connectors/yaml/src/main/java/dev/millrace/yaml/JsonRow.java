package dev.millrace.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.core.format.BadRecordException;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rows of JSON objects, column by property; a column {@code a.b} is the property b of the property
 * a where there is none of the whole name. What is missing or null is NaN, or empty. Immutable;
 * travels to other machines.
 */
record JsonRow(RowSchema columns) implements Serializable {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  /** The row of an object. */
  Row row(JsonNode object) throws BadRecordException {
    if (!object.isObject()) {
      throw new BadRecordException("expected a JSON object, got " + object.getNodeType());
    }
    double[] numbers = new double[columns.width()];
    String[] texts = new String[columns.width()];
    for (int i = 0; i < texts.length; i++) {
      RowSchema.Column column = columns.columns().get(i);
      JsonNode value = value(object, column.name());
      boolean missing = value.isMissingNode() || value.isNull();
      texts[i] = "";
      if (column.type() == RowSchema.Type.TEXT) {
        texts[i] = missing ? "" : value.isValueNode() ? value.asText() : value.toString();
      } else {
        numbers[i] = missing ? Double.NaN : number(column.name(), value);
      }
    }
    return new Row(columns, numbers, texts);
  }

  /**
   * The row of an object's text.
   *
   * @throws BadRecordException if it is none, or a property is of another type
   */
  Row read(byte[] bytes, int start, int length) throws BadRecordException {
    try {
      JsonNode object = READER.readValue(bytes, start, length);
      if (object == null) {
        throw new BadRecordException("expected a JSON object, got nothing");
      }
      return row(object);
    } catch (JsonProcessingException e) {
      throw new BadRecordException("not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadRecordException("not JSON: " + e.getMessage());
    }
  }

  private static JsonNode value(JsonNode object, String name) {
    JsonNode value = object.path(name);
    int dot = name.indexOf('.');
    return value.isMissingNode() && dot > 0
        ? value(object.path(name.substring(0, dot)), name.substring(dot + 1))
        : value;
  }

  private static double number(String name, JsonNode value) throws BadRecordException {
    if (value.isNumber() && Double.isFinite(value.doubleValue())) {
      return value.doubleValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue() ? 1 : 0;
    }
    throw new BadRecordException("'" + name + "' is " + value + ", expected a number");
  }

  /** A row as an object: numbers that are missing are null. */
  static Map<String, Object> object(Row row) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < row.schema().width(); i++) {
      RowSchema.Column column = row.schema().columns().get(i);
      if (column.type() == RowSchema.Type.TEXT) {
        object.put(column.name(), row.text(i));
      } else {
        double number = row.number(i);
        object.put(column.name(), Double.isNaN(number) ? null : (Object) whole(number));
      }
    }
    return object;
  }

  /** A whole number without a fraction, as it came. */
  private static Number whole(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? (Number) (long) number
        : (Number) number;
  }
}
