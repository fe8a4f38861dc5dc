package dev.millrace.ml.baseline;

import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.DescribedLearnerType;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.internal.ClassLabels;
import java.util.List;
import java.util.Map;

/** Makes a {@link LastClass} from text. */
public final class LastClassType extends DescribedLearnerType {
  public LastClassType() {
    super(
        LastClass.KIND,
        "Baseline: the class of the row before.",
        List.of(Task.CLASSIFY),
        List.of(ClassLabels.OPTION));
  }

  @Override
  protected Learner<?> make(Map<String, String> given, Schema schema, long seed) {
    return new LastClass(ClassLabels.count(given, schema));
  }
}
