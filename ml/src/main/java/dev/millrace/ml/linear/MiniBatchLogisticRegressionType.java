package dev.millrace.ml.linear;

import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.DescribedLearnerType;
import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Map;

/** Makes a {@link MiniBatchLogisticRegression} from text. */
public final class MiniBatchLogisticRegressionType extends DescribedLearnerType {
  public MiniBatchLogisticRegressionType() {
    super(
        MiniBatchLogisticRegression.KIND,
        "Logistic regression of two classes by gradient descent, one step a batch on many cores.",
        List.of(Task.CLASSIFY),
        GradientOptions.ofLogistic());
  }

  @Override
  protected Learner<?> make(Map<String, String> given, Schema schema, long seed) {
    GradientOptions.checkTwoClasses(schema);
    return new MiniBatchLogisticRegression(GradientOptions.readLogistic(given));
  }
}
