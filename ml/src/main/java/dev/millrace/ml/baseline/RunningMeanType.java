package dev.millrace.ml.baseline;

import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.DescribedLearnerType;
import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Map;

/** Makes a {@link RunningMean} from text. */
public final class RunningMeanType extends DescribedLearnerType {
  public RunningMeanType() {
    super(
        RunningMean.KIND,
        "Baseline: the mean of all labels so far.",
        List.of(Task.REGRESS),
        List.of());
  }

  @Override
  protected Learner<?> make(Map<String, String> given, Schema schema, long seed) {
    return new RunningMean();
  }
}
