package dev.millrace.jdbc;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/**
 * Times as SQLite has them, which has no type for them: text in UTC of one length, so that its
 * order is that of time, or milliseconds since 1970.
 */
final class SqliteTimes {
  private static final DateTimeFormatter WRITE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  private static final DateTimeFormatter READ =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("[' ']['T']HH:mm[:ss]")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalEnd()
          .appendPattern("[X]")
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .toFormatter();

  private SqliteTimes() {}

  static String format(LocalDateTime utc) {
    return WRITE.format(utc);
  }

  /**
   * @param value text or a number
   */
  static LocalDateTime parse(Object value) {
    return value instanceof Number millis
        ? LocalDateTime.ofInstant(Instant.ofEpochMilli(millis.longValue()), ZoneOffset.UTC)
        : LocalDateTime.from(READ.parse(value.toString()));
  }
}
