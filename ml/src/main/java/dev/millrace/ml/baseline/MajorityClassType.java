package dev.millrace.ml.baseline;

import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.DescribedLearnerType;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.internal.ClassLabels;
import java.util.List;
import java.util.Map;

/** Makes a {@link MajorityClass} from text. */
public final class MajorityClassType extends DescribedLearnerType {
  public MajorityClassType() {
    super(
        MajorityClass.KIND,
        "Baseline: the class met most often.",
        List.of(Task.CLASSIFY),
        List.of(ClassLabels.OPTION));
  }

  @Override
  protected Learner<?> make(Map<String, String> given, Schema schema, long seed) {
    return new MajorityClass(ClassLabels.count(given, schema));
  }
}
