package dev.millrace.core.internal.sql;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.core.Batch;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.KeyValue;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.sql.SqlType;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds the table that the values of a batch fit, from the values alone. */
public final class Inference {
  private Inference() {}

  /** What one partition tells. */
  private record Finding(
      Class<?> type, RowSchema schema, Class<?> key, Class<?> value, Map<String, SqlType> json)
      implements Serializable {}

  /**
   * The table of a batch; empty if the batch is. By the first value, save for JSON, whose columns
   * are all properties in the order in which they first come.
   *
   * @throws ConfigurationException when values of that kind are no rows
   */
  @SuppressWarnings("unchecked") // made for the class of the values
  public static <T> Optional<SqlTable<T>> of(Batch<T> batch) {
    List<Finding> findings =
        batch.runPartitions((partition, values) -> values.isEmpty() ? null : find(values)).stream()
            .filter(Objects::nonNull)
            .toList();
    if (findings.isEmpty()) {
      return Optional.empty();
    }
    Finding first = findings.get(0);
    SqlTable<?> table;
    if (first.schema != null) {
      table = new RowTable(first.schema);
    } else if (first.key != null) {
      table = new PairTable<>(first.key, first.value);
    } else if (first.type.isRecord()) {
      table = RecordTable.of(first.type);
    } else {
      List<SqlColumn> columns = json(findings);
      if (columns.isEmpty()) {
        return Optional.empty();
      }
      table = new JsonTable(columns);
    }
    return Optional.of((SqlTable<T>) table);
  }

  private static Finding find(List<?> values) {
    Object first = values.get(0);
    Class<?> type = first.getClass();
    if (first instanceof Row row) {
      return new Finding(type, row.schema(), null, null, null);
    } else if (first instanceof KeyValue<?, ?> pair) {
      return new Finding(type, null, scalar(pair.key()), scalar(pair.value()), null);
    } else if (first instanceof Record) {
      return new Finding(type, null, null, null, null);
    } else if (first instanceof String) {
      Map<String, SqlType> json = new LinkedHashMap<>();
      values.forEach(text -> scan((String) text, json));
      return new Finding(type, null, null, null, json);
    }
    throw new ConfigurationException(
        "expected records, Rows or JSON objects as text, got "
            + type.getName()
            + "; map to a record first");
  }

  /** The class that an enum constant with a body of its own belongs to. */
  private static Class<?> scalar(Object value) {
    return value instanceof Enum<?> named ? named.getDeclaringClass() : value.getClass();
  }

  private static List<SqlColumn> json(List<Finding> findings) {
    Map<String, SqlType> all = new LinkedHashMap<>();
    for (Finding finding : findings) {
      if (finding.json != null) {
        finding.json.forEach((name, type) -> all.merge(name, type, Inference::wider));
      }
    }
    Map<String, SqlColumn> columns = new LinkedHashMap<>();
    all.forEach(
        (name, type) -> {
          if (!name.isBlank()) {
            columns.putIfAbsent(name.toLowerCase(Locale.ROOT), new SqlColumn(name, type));
          }
        });
    return new ArrayList<>(columns.values());
  }

  /** Adds the properties of one object; text that is none adds nothing, and is rejected later. */
  private static void scan(String text, Map<String, SqlType> into) {
    Map<String, SqlType> own = new LinkedHashMap<>();
    try (JsonParser parser = JsonReader.parser(text)) {
      JsonReader.requireObject(parser);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (token != JsonToken.VALUE_NULL) {
          own.merge(name, type(parser, token), Inference::wider);
        }
        parser.skipChildren();
      }
      JsonReader.requireEnd(parser);
    } catch (IOException e) {
      return;
    }
    own.forEach((name, type) -> into.merge(name, type, Inference::wider));
  }

  private static SqlType type(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_TRUE, VALUE_FALSE -> SqlType.BOOLEAN;
      case VALUE_NUMBER_FLOAT -> SqlType.DOUBLE;
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? SqlType.TEXT
              : SqlType.BIGINT;
      default -> SqlType.TEXT;
    };
  }

  private static SqlType wider(SqlType left, SqlType right) {
    if (left == right) {
      return left;
    }
    boolean numbers =
        (left == SqlType.BIGINT && right == SqlType.DOUBLE)
            || (left == SqlType.DOUBLE && right == SqlType.BIGINT);
    return numbers ? SqlType.DOUBLE : SqlType.TEXT;
  }
}
