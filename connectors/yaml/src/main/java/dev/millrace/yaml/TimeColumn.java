package dev.millrace.yaml;

import dev.millrace.core.function.MapFunction;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * The time in a column: an ISO text, in UTC where it names no offset, or a number of seconds since
 * 1970, or of milliseconds where seconds would lie beyond the year 5000.
 */
record TimeColumn(int column) implements MapFunction<Row, Instant> {
  private static final double LARGEST_SECONDS = 1e11;
  private static final double MILLIS = 1_000;
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

  @Override
  public Instant apply(Row row) {
    return row.schema().columns().get(column).type() == RowSchema.Type.NUMBER
        ? ofNumber(row.number(column))
        : ofText(row.text(column));
  }

  private static Instant ofNumber(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("expected a time, got " + number);
    }
    boolean seconds = Math.abs(number) <= LARGEST_SECONDS;
    return Instant.ofEpochMilli(Math.round(seconds ? number * MILLIS : number));
  }

  /**
   * What a column of either type shows.
   *
   * @throws IllegalArgumentException if it is no time
   */
  static Instant of(String shown) {
    return NUMBER.matcher(shown).matches() ? ofNumber(Double.parseDouble(shown)) : ofText(shown);
  }

  /**
   * @throws IllegalArgumentException if it is no time
   */
  static Instant ofText(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      if (!iso.contains("T")) {
        return LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      boolean offset = iso.matches(".*(Z|[+-]\\d\\d(:?\\d\\d)?)$");
      return offset
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "expected a time such as 2020-01-31T20:15:00, got '" + text + "'", e);
    }
  }
}
