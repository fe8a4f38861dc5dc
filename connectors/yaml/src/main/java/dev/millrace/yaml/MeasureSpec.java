package dev.millrace.yaml;

import dev.millrace.core.alert.AlertRule;
import dev.millrace.core.alert.Reading;
import dev.millrace.core.function.FilterFunction;
import dev.millrace.core.row.Row;
import dev.millrace.ml.alert.DriftRules;
import dev.millrace.ml.alert.LearnerFigure;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import java.time.Duration;
import java.util.Optional;

/** What a rule measures. */
sealed interface MeasureSpec {
  /** What to do where it is a measure of something else than what is watched. */
  String misplaced();

  /** A measure of rows. */
  sealed interface OfRows extends MeasureSpec {
    AlertRule<Row> rule(Columns columns, String path);

    @Override
    default String misplaced() {
      return "this is measured of rows; say on: rows";
    }
  }

  /** A measure of what detectors find. */
  sealed interface OfDrifts extends MeasureSpec {
    AlertRule<Drift> rule();

    @Override
    default String misplaced() {
      return "this is measured of drifts; say on: drifts";
    }
  }

  /** A measure of a learner. */
  sealed interface OfLearners extends MeasureSpec {
    AlertRule<PrequentialReport> rule();

    String learner();

    @Override
    default String misplaced() {
      return "this is measured of learners; say on: metrics";
    }

    /** Another learner that it is compared with. */
    default Optional<String> other() {
      return Optional.empty();
    }
  }

  private static Reading<Row> reading(Columns columns, String path, String column) {
    int at = columns.number(path + ".column", column);
    return row -> row.number(at);
  }

  @Kind("The newest value is at a limit or more.")
  record Above(@Key("The column of numbers.") String column, @Key("The limit.") double limit)
      implements OfRows {
    @Override
    public AlertRule<Row> rule(Columns columns, String path) {
      return AlertRule.above(reading(columns, path, column), limit);
    }
  }

  @Kind("The newest value is at a limit or less.")
  record Below(@Key("The column of numbers.") String column, @Key("The limit.") double limit)
      implements OfRows {
    @Override
    public AlertRule<Row> rule(Columns columns, String path) {
      return AlertRule.below(reading(columns, path, column), limit);
    }
  }

  @Kind("Values rise by so much a second.")
  record Rising(
      @Key("The column of numbers.") String column,
      @Key("By how much a second.") double perSecond,
      @Key("Over how long.") Duration window)
      implements OfRows {
    @Override
    public AlertRule<Row> rule(Columns columns, String path) {
      return AlertRule.rising(reading(columns, path, column), perSecond, window);
    }
  }

  @Kind("Values fall by so much a second.")
  record Falling(
      @Key("The column of numbers.") String column,
      @Key("By how much a second, a positive number.") double perSecond,
      @Key("Over how long.") Duration window)
      implements OfRows {
    @Override
    public AlertRule<Row> rule(Columns columns, String path) {
      return AlertRule.falling(reading(columns, path, column), perSecond, window);
    }
  }

  @Kind("The newest value is so far below the largest in a window.")
  record Fallen(
      @Key("The column of numbers.") String column,
      @Key("How far.") double amount,
      @Key("Over how long.") Duration window)
      implements OfRows {
    @Override
    public AlertRule<Row> rule(Columns columns, String path) {
      return AlertRule.fallen(reading(columns, path, column), amount, window);
    }
  }

  @Kind("So many rows came within a time.")
  record AtLeast(
      @Key(value = "How many.", min = 1, max = 10_000) int count,
      @Key("Within how long.") Duration within,
      @Key("Only rows where this holds count.") Optional<ConditionSpec> where)
      implements OfRows {
    @Override
    public AlertRule<Row> rule(Columns columns, String path) {
      FilterFunction<Row> test =
          where.isPresent() ? where.get().test(columns, path + ".where") : row -> true;
      return AlertRule.atLeast(count, test, within);
    }
  }

  @Kind("No row came for so long; the trigger should be an interval.")
  record Silent(@Key("For how long.") Duration longerThan) implements OfRows {
    @Override
    public AlertRule<Row> rule(Columns columns, String path) {
      return AlertRule.silent(longerThan);
    }
  }

  @Kind("A learner's figure over its last rows is at a limit or worse.")
  record WorseThan(
      @Key("The learner.") String learner,
      @Key("The figure, such as rocAuc or rmse.") String metric,
      @Key("The limit.") double limit,
      @Key(value = "Not before so many rows were scored.", byDefault = "0", min = 0) long rowsFirst)
      implements OfLearners {
    @Override
    public AlertRule<PrequentialReport> rule() {
      return LearnerFigure.of(learner, metric).withRowsFirst(rowsFirst).worseThan(limit);
    }
  }

  @Kind("A learner's figure is not better than another learner's by so much.")
  record Behind(
      @Key("The learner.") String learner,
      @Key("The figure, such as rocAuc or rmse.") String metric,
      @Key("The learner it is compared with, such as a baseline.") String than,
      @Key(value = "By how much it should be better.", byDefault = "0") double lead,
      @Key(value = "Not before so many rows were scored.", byDefault = "0", min = 0) long rowsFirst)
      implements OfLearners {
    @Override
    public AlertRule<PrequentialReport> rule() {
      return LearnerFigure.of(learner, metric).withRowsFirst(rowsFirst).behind(than, lead);
    }

    @Override
    public Optional<String> other() {
      return Optional.of(than);
    }
  }

  @Kind("A learner's figure is so much worse than its best in a window.")
  record Worsened(
      @Key("The learner.") String learner,
      @Key("The figure, such as rocAuc or rmse.") String metric,
      @Key("By how much.") double amount,
      @Key("Over how long.") Duration window,
      @Key(value = "Not before so many rows were scored.", byDefault = "0", min = 0) long rowsFirst)
      implements OfLearners {
    @Override
    public AlertRule<PrequentialReport> rule() {
      return LearnerFigure.of(learner, metric).withRowsFirst(rowsFirst).fallen(amount, window);
    }
  }

  @Kind(value = "A detector has found a change.", type = "drift")
  record Drifted(
      @Key(value = "It is over when no other one was found for so long.", byDefault = "1h")
          Duration quiet)
      implements OfDrifts {
    @Override
    public AlertRule<Drift> rule() {
      return DriftRules.drift(quiet);
    }
  }
}
