package dev.millrace.ml.linear;

import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.DescribedLearnerType;
import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Map;

/** Makes a {@link MiniBatchLinearRegression} from text. */
public final class MiniBatchLinearRegressionType extends DescribedLearnerType {
  public MiniBatchLinearRegressionType() {
    super(
        MiniBatchLinearRegression.KIND,
        "Linear regression by gradient descent, one step a batch on many cores.",
        List.of(Task.REGRESS),
        GradientOptions.ofLinear());
  }

  @Override
  protected Learner<?> make(Map<String, String> given, Schema schema, long seed) {
    return new MiniBatchLinearRegression(GradientOptions.readLinear(given));
  }
}
