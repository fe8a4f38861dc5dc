package dev.millrace.ml.cluster;

import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.DescribedLearnerType;
import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Map;

/** Makes {@link OnlineKMeans} from text. */
public final class OnlineKMeansType extends DescribedLearnerType {
  public OnlineKMeansType() {
    super(
        OnlineKMeans.KIND,
        "Clusters by k-means, row by row.",
        List.of(Task.CLUSTER),
        KMeansTexts.sequential());
  }

  @Override
  protected Learner<?> make(Map<String, String> given, Schema schema, long seed) {
    return new OnlineKMeans(KMeansTexts.read(given, true, seed));
  }
}
