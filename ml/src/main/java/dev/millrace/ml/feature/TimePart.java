package dev.millrace.ml.feature;

/** What of an instant becomes features. */
public enum TimePart {
  /** Sine and cosine of the time of day, so that midnight lies beside midnight. */
  TIME_OF_DAY,
  /** A 1 for the day of the week, of seven. */
  DAY_OF_WEEK,
  /** 1 on Saturday and Sunday. */
  WEEKEND
}
