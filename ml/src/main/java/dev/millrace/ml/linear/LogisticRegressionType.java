package dev.millrace.ml.linear;

import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.DescribedLearnerType;
import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Map;

/** Makes a {@link LogisticRegression} from text. */
public final class LogisticRegressionType extends DescribedLearnerType {
  public LogisticRegressionType() {
    super(
        LogisticRegression.KIND,
        "Logistic regression of two classes by stochastic gradient descent, row by row.",
        List.of(Task.CLASSIFY),
        GradientOptions.ofLogistic());
  }

  @Override
  protected Learner<?> make(Map<String, String> given, Schema schema, long seed) {
    GradientOptions.checkTwoClasses(schema);
    return new LogisticRegression(GradientOptions.readLogistic(given));
  }
}
