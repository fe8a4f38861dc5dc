package dev.millrace.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ConfigurationException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;
import java.util.function.Function;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;

/**
 * JSON objects, by a schema in Parquet's words: times as ISO text. Properties that the schema lacks
 * are left out.
 */
record JsonWriting(String text) implements RowWriting<JsonNode> {
  JsonWriting {
    try {
      for (Type type : MessageTypeParser.parseMessageType(text).getFields()) {
        ValueKind kind = ParquetColumn.of(type, "column '" + type.getName() + "'").kind();
        OutValue value = OutValue.of(kind.type());
        if (value == null || !value.column(type.getName(), required(type)).equals(type)) {
          throw new ConfigurationException(
              "column '"
                  + type.getName()
                  + "' is "
                  + type
                  + ", which is not written; expected boolean, int32, int64, float, double, or with"
                  + " a logical type: binary (STRING), int32 (DATE), int64 (TIME(MICROS,false)),"
                  + " int64 (TIMESTAMP(MICROS,…)), fixed_len_byte_array(16) (UUID)");
        }
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "the schema cannot be read: " + e.getMessage() + "; expected message name { … }", e);
    }
  }

  private static boolean required(Type type) {
    return type.isRepetition(Type.Repetition.REQUIRED);
  }

  @Override
  public MessageType schema() {
    return MessageTypeParser.parseMessageType(text);
  }

  @Override
  public Writer<JsonNode> writer() {
    MessageType schema = schema();
    int width = schema.getFieldCount();
    String[] names = new String[width];
    boolean[] required = new boolean[width];
    ValueKind[] kinds = new ValueKind[width];
    OutValue.Write[] writes = new OutValue.Write[width];
    for (int i = 0; i < width; i++) {
      Type type = schema.getType(i);
      names[i] = type.getName();
      required[i] = required(type);
      kinds[i] = ParquetColumn.of(type, type.getName()).kind();
      writes[i] = OutValue.of(kinds[i].type()).write();
    }
    return (row, out) -> {
      for (int i = 0; i < width; i++) {
        JsonNode node = row.path(names[i]);
        boolean isThere = !node.isMissingNode() && !node.isNull();
        if (!isThere && required[i]) {
          throw new IllegalArgumentException("column '" + names[i] + "' is required, got none");
        }
        Object value = isThere ? value(node, kinds[i], names[i]) : null;
        RecordWriting.write(names[i], i, value, writes[i], out);
      }
    };
  }

  private static Object value(JsonNode node, ValueKind kind, String name) {
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
      throw new IllegalArgumentException(
          "column '" + name + "': expected " + kind.type().getSimpleName() + ", got " + node);
    }
    return value;
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
