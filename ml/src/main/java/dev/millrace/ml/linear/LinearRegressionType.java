package dev.millrace.ml.linear;

import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.DescribedLearnerType;
import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Map;

/** Makes a {@link LinearRegression} from text. */
public final class LinearRegressionType extends DescribedLearnerType {
  public LinearRegressionType() {
    super(
        LinearRegression.KIND,
        "Linear regression by stochastic gradient descent, row by row.",
        List.of(Task.REGRESS),
        GradientOptions.ofLinear());
  }

  @Override
  protected Learner<?> make(Map<String, String> given, Schema schema, long seed) {
    return new LinearRegression(GradientOptions.readLinear(given));
  }
}
