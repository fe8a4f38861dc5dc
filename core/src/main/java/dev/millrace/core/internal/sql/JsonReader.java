package dev.millrace.core.internal.sql;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlType;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the columns' properties of JSON objects; passes over all others. */
final class JsonReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<SqlColumn> columns;
  private final Map<String, Integer> places = new HashMap<>();

  JsonReader(List<SqlColumn> columns) {
    this.columns = columns;
    for (int i = 0; i < columns.size(); i++) {
      places.put(columns.get(i).name(), i);
    }
  }

  /**
   * A value or null per column.
   *
   * @throws IOException whose message says in one line what is wrong
   */
  Object[] read(String text) throws IOException {
    Object[] values = new Object[columns.size()];
    try (JsonParser parser = JSON.createParser(text)) {
      requireObject(parser);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        Integer place = places.get(parser.currentName());
        JsonToken token = parser.nextToken();
        if (place == null) {
          parser.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
          values[place] = value(parser, token, columns.get(place));
        }
      }
      requireEnd(parser);
    } catch (JsonProcessingException e) {
      throw new IOException("no JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    } catch (NumberFormatException e) { // of an exponent that BigDecimal cannot have
      throw new IOException("no number: " + e.getMessage(), e);
    }
    return values;
  }

  /** Steps into the object that the text has to be. */
  static void requireObject(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("expected a JSON object");
    }
  }

  static void requireEnd(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw new IOException("expected nothing behind the JSON object");
    }
  }

  static JsonParser parser(String text) throws IOException {
    return JSON.createParser(text);
  }

  private static Object value(JsonParser parser, JsonToken token, SqlColumn column)
      throws IOException {
    boolean fits =
        switch (column.type()) {
          case BOOLEAN -> token.isBoolean();
          case INTEGER, BIGINT -> token == JsonToken.VALUE_NUMBER_INT;
          case DOUBLE, DECIMAL -> token.isNumeric();
          case TEXT -> true;
          case TIMESTAMP, DATE -> token == JsonToken.VALUE_STRING;
        };
    if (!fits) {
      throw new IOException(
          "'" + column.name() + "': expected " + column.type() + ", got " + shown(parser, token));
    }
    return switch (column.type()) {
      case BOOLEAN -> parser.getBooleanValue();
      case INTEGER -> parser.getIntValue();
      case BIGINT -> parser.getLongValue();
      case DOUBLE -> parser.getDoubleValue();
      case DECIMAL -> parser.getDecimalValue();
      case TEXT -> token.isScalarValue() ? parser.getText() : JSON.readTree(parser).toString();
      case TIMESTAMP, DATE -> time(parser.getText(), column);
    };
  }

  private static Object time(String text, SqlColumn column) throws IOException {
    try {
      if (column.type() == SqlType.DATE) {
        return LocalDate.parse(text);
      }
      return text.endsWith("Z")
          ? Instant.parse(text)
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new IOException(
          "'" + column.name() + "': expected " + column.type() + ", got \"" + text + "\"", e);
    }
  }

  private static String shown(JsonParser parser, JsonToken token) throws IOException {
    return token.isScalarValue() ? parser.getText() : token.isStructStart() ? "a structure" : "?";
  }
}
