package dev.millrace.cli;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.ml.catalog.Suggestion;
import dev.millrace.ml.evaluate.AnswerOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import picocli.CommandLine.TypeConversionException;

/**
 * When the label of each row comes. Moments that are times are counted in milliseconds, those that
 * are numbers in whatever unit they are in, and without a moment rows are.
 *
 * @param moment the column that says when a row comes; empty for its number in the file
 * @param inTime whether that column holds times
 * @param column the one that says how long after that its label comes; empty for {@code fixed}
 * @param fixed the delay of all rows
 */
record AnswerDelay(OptionalInt moment, boolean inTime, OptionalInt column, double fixed) {
  private static final double MILLIS = 1000;

  /**
   * @param spec a number, a duration or a column
   * @param momentColumn a column of numbers or of times
   * @throws ConfigurationException if they do not go together
   */
  static AnswerDelay of(String spec, Optional<String> momentColumn, RowSchema columns) {
    OptionalInt moment =
        momentColumn.isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(index("--moment", momentColumn.get(), columns));
    boolean inTime =
        moment.isPresent()
            && columns.columns().get(moment.getAsInt()).type() == RowSchema.Type.TEXT;
    List<String> names = names(columns);
    if (names.contains(spec)) {
      int column = names.indexOf(spec);
      if (columns.columns().get(column).type() == RowSchema.Type.TEXT) {
        throw new ConfigurationException(
            "--delay: column '" + spec + "' holds text, expected numbers; see --numeric");
      }
      return new AnswerDelay(moment, inTime, OptionalInt.of(column), 0);
    }
    return new AnswerDelay(moment, inTime, OptionalInt.empty(), fixed(spec, inTime, names));
  }

  private static double fixed(String spec, boolean inTime, List<String> names) {
    Optional<Duration> duration = duration(spec);
    if (duration.isPresent() != inTime && (duration.isPresent() || isNumber(spec))) {
      throw new ConfigurationException(
          inTime
              ? "--delay " + spec + ": moments are times, expected a duration such as 30m or 7d"
              : "--delay " + spec + ": a duration needs times; name their column by --moment");
    }
    if (duration.isPresent()) {
      return duration.get().toMillis();
    }
    if (!isNumber(spec)) {
      throw new ConfigurationException(
          "--delay "
              + spec
              + ": expected a number, a duration such as 30m, or a column"
              + Suggestion.among("there are", names, spec));
    }
    try {
      return checked(Double.parseDouble(spec), "--delay");
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage(), e);
    }
  }

  private static Optional<Duration> duration(String text) {
    try {
      return Optional.of(new DurationConverter().convert(text));
    } catch (TypeConversionException e) {
      return Optional.empty();
    }
  }

  private static boolean isNumber(String text) {
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static int index(String option, String name, RowSchema columns) {
    List<String> names = names(columns);
    if (!names.contains(name)) {
      throw new ConfigurationException(
          option + ": no column '" + name + "'" + Suggestion.among("there are", names, name));
    }
    return names.indexOf(name);
  }

  private static List<String> names(RowSchema columns) {
    return columns.columns().stream().map(RowSchema.Column::name).toList();
  }

  /** Columns that must not be learned from: times, and what is known with the label only. */
  Set<String> leftOut(RowSchema columns) {
    Set<String> names = new HashSet<>();
    column.ifPresent(index -> names.add(columns.columns().get(index).name()));
    if (inTime) {
      names.add(columns.columns().get(moment.getAsInt()).name());
    }
    return names;
  }

  AnswerOrder order() {
    return column.isPresent() ? AnswerOrder.AS_DUE : AnswerOrder.AS_ASKED;
  }

  /**
   * When a row comes.
   *
   * @param number of the row, from 0
   * @throws IllegalArgumentException saying what is wrong with the row
   */
  double moment(Row row, long number) {
    if (moment.isEmpty()) {
      return number;
    }
    int index = moment.getAsInt();
    if (inTime) {
      return time(row.text(index)).toEpochMilli();
    }
    double value = row.number(index);
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("the row's moment is " + value);
    }
    return value;
  }

  /**
   * How long after the row its label comes.
   *
   * @throws IllegalArgumentException saying what is wrong with the row
   */
  double delay(Row row) {
    if (column.isEmpty()) {
      return fixed;
    }
    double value = checked(row.number(column.getAsInt()), "the row's delay");
    return inTime ? value * MILLIS : value;
  }

  private static double checked(double delay, String what) {
    if (!(delay >= 0 && delay <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(what + " is " + delay + ", expected at least 0");
    }
    return delay;
  }

  /** An instant, a date and a time of day with or without an offset, or a date; UTC unless said. */
  private static Instant time(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      if (!iso.contains("T")) {
        return LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      boolean offset = iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$");
      return offset
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "the row's moment is '" + text + "', expected a time such as 2020-01-31T20:15:00", e);
    }
  }
}
