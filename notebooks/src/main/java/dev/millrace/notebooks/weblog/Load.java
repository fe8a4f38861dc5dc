package dev.millrace.notebooks.weblog;

import dev.millrace.core.window.WindowResult;
import dev.millrace.file.WebLogEntry;
import java.io.Serializable;
import java.time.Instant;

/**
 * What a part of the site had to do in an hour.
 *
 * @param start of the hour
 * @param errors answers with a status of 400 or more
 * @param meanSeconds that an answer took; NaN where the log does not say
 */
record Load(
    String section, Instant start, long requests, long errors, long bytes, double meanSeconds)
    implements Serializable {
  private static final int LEAST_REQUESTS = 20;

  static Load of(WindowResult<String, Sum> hour) {
    Sum sum = hour.value();
    return new Load(
        hour.key(),
        hour.start(),
        sum.requests,
        sum.errors,
        sum.bytes,
        sum.timed == 0 ? Double.NaN : sum.seconds / sum.timed);
  }

  /** The share of answers that were errors; NaN of so few requests that it says nothing. */
  double errorRate() {
    return requests < LEAST_REQUESTS ? Double.NaN : (double) errors / requests;
  }

  /** What is kept of an hour while it lasts; {@code timed} answers took {@code seconds}. */
  record Sum(long requests, long errors, long bytes, long timed, double seconds)
      implements Serializable {
    static Sum none() {
      return new Sum(0, 0, 0, 0, 0);
    }

    Sum with(WebLogEntry entry) {
      boolean known = !Double.isNaN(entry.seconds());
      return plus(
          new Sum(
              1,
              Site.failed(entry) ? 1 : 0,
              entry.bytes(),
              known ? 1 : 0,
              known ? entry.seconds() : 0));
    }

    Sum plus(Sum other) {
      return new Sum(
          requests + other.requests,
          errors + other.errors,
          bytes + other.bytes,
          timed + other.timed,
          seconds + other.seconds);
    }
  }
}
