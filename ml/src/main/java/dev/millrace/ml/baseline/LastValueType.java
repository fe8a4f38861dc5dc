package dev.millrace.ml.baseline;

import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.DescribedLearnerType;
import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Map;

/** Makes a {@link LastValue} from text. */
public final class LastValueType extends DescribedLearnerType {
  public LastValueType() {
    super(
        LastValue.KIND, "Baseline: the label of the row before.", List.of(Task.REGRESS), List.of());
  }

  @Override
  protected Learner<?> make(Map<String, String> given, Schema schema, long seed) {
    return new LastValue();
  }
}
