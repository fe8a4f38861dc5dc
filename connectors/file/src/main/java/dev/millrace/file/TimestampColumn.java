package dev.millrace.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.lang.reflect.Method;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The timestamp in a named column of a row, record or JSON object; null where there is none.
 *
 * <p>Numbers are Unix time in seconds, or in milli-, micro- or nanoseconds where seconds would lie
 * beyond the year 5000. Texts are ISO instants, or dates with or without a time, taken as UTC.
 */
record TimestampColumn<T>(String column) implements MapFunction<T, Instant> {
  private static final double LARGEST_SECONDS = 1e11;

  @Override
  public Instant apply(T value) throws Exception {
    if (value instanceof Row row) {
      int at = row.schema().index(column);
      boolean number = row.schema().columns().get(at).type() == RowSchema.Type.NUMBER;
      return number ? ofNumber(row.number(at)) : ofText(row.text(at));
    }
    if (value instanceof JsonNode node) {
      JsonNode field = node.path(column);
      return field.isNumber() ? ofNumber(field.doubleValue()) : ofText(field.asText(""));
    }
    return ofObject(component(value));
  }

  private Object component(T value) throws ReflectiveOperationException {
    try {
      Method accessor = value.getClass().getMethod(column);
      accessor.setAccessible(true);
      return accessor.invoke(value);
    } catch (NoSuchMethodException e) {
      throw new ConfigurationException(
          value.getClass().getSimpleName()
              + " has no component '"
              + column
              + "' to take timestamps from",
          e);
    }
  }

  private static Instant ofObject(Object value) {
    if (value instanceof Number number) {
      return ofNumber(number.doubleValue());
    }
    return value == null ? null : ofText(value.toString());
  }

  private static Instant ofNumber(double number) {
    if (!Double.isFinite(number)) {
      return null;
    }
    double seconds = number;
    while (Math.abs(seconds) > LARGEST_SECONDS) {
      seconds /= 1000;
    }
    double whole = Math.floor(seconds);
    return Instant.ofEpochSecond((long) whole, Math.round((seconds - whole) * 1e9));
  }

  private static Instant ofText(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      if (iso.endsWith("Z") || iso.matches(".*T.*[+-]\\d\\d:?\\d\\d")) {
        return Instant.parse(iso);
      }
      return iso.contains("T")
          ? LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC)
          : LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
