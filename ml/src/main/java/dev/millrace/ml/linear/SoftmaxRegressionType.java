package dev.millrace.ml.linear;

import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.DescribedLearnerType;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.internal.ClassLabels;
import java.util.List;
import java.util.Map;

/** Makes a {@link SoftmaxRegression} from text. */
public final class SoftmaxRegressionType extends DescribedLearnerType {
  public SoftmaxRegressionType() {
    super(
        SoftmaxRegression.KIND,
        "Logistic regression of any number of classes by stochastic gradient descent, row by row.",
        List.of(Task.CLASSIFY),
        GradientOptions.ofSoftmax());
  }

  @Override
  protected Learner<?> make(Map<String, String> given, Schema schema, long seed) {
    return new SoftmaxRegression(
        GradientOptions.readSoftmax(given, ClassLabels.count(given, schema)));
  }
}
