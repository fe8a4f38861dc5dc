package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/** A date of a given format as Unix seconds; UTC where it names no zone. */
final class DateField implements FieldReader {
  private final String pattern;
  private final DateTimeFormatter format;

  /**
   * @throws IllegalArgumentException when the pattern is malformed
   */
  DateField(String pattern) {
    this.pattern = pattern;
    DateTimeFormatterBuilder builder =
        new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
    if (!pattern.matches(".*[MLDw].*")) {
      builder.parseDefaulting(ChronoField.MONTH_OF_YEAR, 1);
    }
    if (!pattern.matches(".*[dDEe].*")) {
      builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
    }
    format = builder.toFormatter(Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  String pattern() {
    return pattern;
  }

  @Override
  public void read(byte[] bytes, int from, int to, FieldBuffer out, int slot)
      throws BadRecordException {
    String text = Utf8.decode(bytes, from, to);
    try {
      out.numbers[slot] = seconds(format.parse(text));
    } catch (DateTimeException e) {
      throw new BadRecordException("expected a date like " + pattern + ", got '" + text + "'");
    }
  }

  private static double seconds(TemporalAccessor parsed) {
    LocalTime time = parsed.query(TemporalQueries.localTime());
    ZoneId zone = parsed.query(TemporalQueries.zone());
    Instant instant =
        ZonedDateTime.of(LocalDate.from(parsed), time == null ? LocalTime.MIDNIGHT : time, zone)
            .toInstant();
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }
}
