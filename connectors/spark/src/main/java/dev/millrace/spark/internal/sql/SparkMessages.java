package dev.millrace.spark.internal.sql;

import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/** Spark's messages, which have many lines, as one. */
public final class SparkMessages {
  private SparkMessages() {}

  /** What is wrong and where in the query; not the drawing of it, and not Spark's plan. */
  public static String line(Throwable e) {
    String message =
        e instanceof AnalysisException analysis ? analysis.getSimpleMessage() : e.getMessage();
    return String.valueOf(message)
        .strip()
        .lines()
        .takeWhile(line -> !line.isBlank() && !line.startsWith("=="))
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }

  /** The first of the causes that Spark has a name for: what a value or a query did wrong. */
  public static Optional<Throwable> condition(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable known && known.getCondition() != null) {
        return Optional.of(cause);
      }
    }
    return Optional.empty();
  }
}
