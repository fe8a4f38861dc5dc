package dev.millrace.ml.linear;

import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.DescribedLearnerType;
import dev.millrace.ml.catalog.LearnerOption;
import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Map;

/** Makes {@link RecursiveLeastSquares} from text. */
public final class RecursiveLeastSquaresType extends DescribedLearnerType {
  static final LearnerOption<Double> FORGETTING =
      LearnerOption.number(
          "forgetting",
          "(0, 1]",
          value -> value > 0 && value <= 1,
          "1",
          "How much of a row's weight is left after each row behind it.");
  static final LearnerOption<Double> RIDGE =
      LearnerOption.notNegative(
          "ridge", "0", "Keeps weights small while few rows are known; forgotten like a row.");

  public RecursiveLeastSquaresType() {
    super(
        RecursiveLeastSquares.KIND,
        "Linear regression by recursive least squares, exact after every row.",
        List.of(Task.REGRESS),
        List.of(FORGETTING, RIDGE, GradientOptions.MISSING));
  }

  @Override
  protected Learner<?> make(Map<String, String> given, Schema schema, long seed) {
    return new RecursiveLeastSquares(
        new RecursiveLeastSquares.Options(
            FORGETTING.get(given), RIDGE.get(given), GradientOptions.readMissing(given)));
  }
}
