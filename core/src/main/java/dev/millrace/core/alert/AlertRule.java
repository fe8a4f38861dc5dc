package dev.millrace.core.alert;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.function.FilterFunction;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * When somebody is to be told. A rule takes a number, its reading, from each row, makes a level of
 * the readings of a key, and fires when that comes to a limit. The incident is over when the level
 * is back behind another one ({@link #withClear}), so that a level which trembles around a limit
 * does not fire again and again; and after it fired for a key it leaves that key in peace for a
 * while ({@link #withCoolDown}). If the level is beyond the limit when that time is over, it fires
 * then.
 *
 * <pre>{@code
 * AlertRule.<Payment>above(Payment::amount, 5_000).withClear(4_000).withSeverity(Severity.CRITICAL)
 * AlertRule.<Payment>atLeast(20, payment -> payment.declined(), Duration.ofMinutes(1))
 * AlertRule.<Payment>silent(Duration.ofMinutes(10)).withCoolDown(Duration.ofHours(1))
 * }</pre>
 *
 * <p>Windows and durations are from 1 ms to 1,000 days, and go by the time of {@link Alerts}.
 * Immutable and thread-safe.
 */
public final class AlertRule<T> implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Duration LONGEST = Duration.ofDays(1_000);
  private static final int MOST = 10_000;

  /** No two incidents of a key begin at one moment. */
  private static final long SHORTEST_MILLIS = 1;

  private final Reading<? super T> reading;
  private final Measure measure;
  private final Levels levels;
  private final Severity severity;
  private final long coolDownMillis;
  private final long forgetAfterMillis;

  private AlertRule(
      Reading<? super T> reading,
      Measure measure,
      Levels levels,
      Severity severity,
      long coolDownMillis,
      long forgetAfterMillis) {
    this.reading = Objects.requireNonNull(reading, "reading");
    this.measure = measure;
    this.levels = levels;
    this.severity = Objects.requireNonNull(severity, "severity");
    this.coolDownMillis = coolDownMillis;
    this.forgetAfterMillis = forgetAfterMillis;
  }

  private static <T> AlertRule<T> of(Reading<? super T> reading, Measure measure, Levels levels) {
    return new AlertRule<>(
        reading, measure, levels, Severity.WARNING, SHORTEST_MILLIS, Measure.NEVER);
  }

  /** Fires when the newest reading is {@code limit} or more. */
  public static <T> AlertRule<T> above(Reading<? super T> reading, double limit) {
    return of(reading, new Measure.Latest(), new Levels(Levels.Side.ABOVE, limit, limit));
  }

  /** Fires when the newest reading is {@code limit} or less. */
  public static <T> AlertRule<T> below(Reading<? super T> reading, double limit) {
    return of(reading, new Measure.Latest(), new Levels(Levels.Side.BELOW, limit, limit));
  }

  /**
   * Fires when readings rise fast: by {@code perSecond} or more between the oldest and the newest
   * of the window. With less than two moments in the window there is no rate; when all readings
   * have left it the incident is over. Remembers at most 66 readings, so the window is exact to a
   * 64th.
   */
  public static <T> AlertRule<T> rising(
      Reading<? super T> reading, double perSecond, Duration window) {
    return rate(reading, perSecond, window, 1);
  }

  /**
   * As {@link #rising}, for readings that fall by {@code perSecond} (a positive number) or more.
   */
  public static <T> AlertRule<T> falling(
      Reading<? super T> reading, double perSecond, Duration window) {
    return rate(reading, perSecond, window, -1);
  }

  private static <T> AlertRule<T> rate(
      Reading<? super T> reading, double perSecond, Duration window, int sign) {
    return of(
        reading,
        new Measure.Rate(millis("window", window), sign),
        new Levels(Levels.Side.ABOVE, perSecond, perSecond));
  }

  /**
   * Fires when the newest reading is {@code amount} or more below the largest in the window.
   * Remembers at most 66 readings, so the window is exact to a 64th.
   */
  public static <T> AlertRule<T> fallen(
      Reading<? super T> reading, double amount, Duration window) {
    return of(
        reading,
        new Measure.Fall(millis("window", window)),
        new Levels(Levels.Side.ABOVE, amount, amount));
  }

  /**
   * Fires when {@code count} rows that pass the test have come within the window, which does not
   * hold the moment that lies its whole length back.
   *
   * @param count from 1 to 10,000; as many moments are remembered
   */
  public static <T> AlertRule<T> atLeast(
      int count, FilterFunction<? super T> test, Duration window) {
    if (count < 1 || count > MOST) {
      throw new ConfigurationException("an alert counts from 1 to " + MOST + " rows, got " + count);
    }
    Objects.requireNonNull(test, "test");
    return of(
        row -> test.test(row) ? 1 : Double.NaN,
        new Measure.Count(count, millis("window", window)),
        new Levels(Levels.Side.ABOVE, count, count));
  }

  /**
   * Fires when no row has come for so long; over with the next one. A key is known from its first
   * row on, and then kept for ever, unless it may be forgotten: see {@link #withForgetAfter}. It
   * takes a batch to notice, so give the pipeline {@link dev.millrace.core.Trigger#interval}, which
   * makes batches without rows too. By event time, it is the other keys' rows that tell that time
   * has passed: for a stream as a whole go by batch time.
   */
  public static <T> AlertRule<T> silent(Duration limit) {
    long millis = millis("silence", limit);
    return of(
        row -> 0,
        new Measure.Silence(millis),
        new Levels(Levels.Side.ABOVE, millis / 1e3, millis / 1e3));
  }

  /**
   * Ends an incident only when the level is behind {@code level}: below it where the rule fires at
   * large levels, above it where it fires at small ones. Without this that is where it fires.
   */
  public AlertRule<T> withClear(double level) {
    return new AlertRule<>(
        reading,
        measure,
        new Levels(levels.side(), levels.fire(), level),
        severity,
        coolDownMillis,
        forgetAfterMillis);
  }

  /** How bad it is; {@link Severity#WARNING} without this. */
  public AlertRule<T> withSeverity(Severity value) {
    return new AlertRule<>(reading, measure, levels, value, coolDownMillis, forgetAfterMillis);
  }

  /** Fires for a key at most once in so long; without this, at most once a moment. */
  public AlertRule<T> withCoolDown(Duration value) {
    return new AlertRule<>(
        reading, measure, levels, severity, millis("cool-down", value), forgetAfterMillis);
  }

  /** Ends an incident, and forgets the key, when there was no reading of it for so long. */
  public AlertRule<T> withForgetAfter(Duration value) {
    return new AlertRule<>(
        reading,
        measure,
        levels,
        severity,
        coolDownMillis,
        millis("time until a key is forgotten", value));
  }

  Reading<? super T> reading() {
    return reading;
  }

  Measure measure() {
    return measure;
  }

  Levels levels() {
    return levels;
  }

  Severity severity() {
    return severity;
  }

  long coolDownMillis() {
    return coolDownMillis;
  }

  /** {@link Measure#NEVER} for never. */
  long forgetAfterMillis() {
    return forgetAfterMillis;
  }

  /** What an alert says. */
  String text(AlertState state, double level) {
    if (Double.isNaN(level)) {
      return "nothing has come for a while";
    }
    String measured = measure.text(level);
    if (measure instanceof Measure.Silence || measure instanceof Measure.Count) {
      return measured;
    }
    double limit = state == AlertState.FIRING ? levels.fire() : levels.clear();
    return measured
        + (state == AlertState.FIRING ? ", limit " : ", cleared at ")
        + Texts.number(limit);
  }

  private static long millis(String what, Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
      throw new ConfigurationException(
          what + " of an alert must be from 1 ms to 1,000 days, got " + value);
    }
    return value.toMillis();
  }
}
