package dev.millrace.ml.cluster;

import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.DescribedLearnerType;
import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Map;

/** Makes {@link MiniBatchKMeans} from text. */
public final class MiniBatchKMeansType extends DescribedLearnerType {
  public MiniBatchKMeansType() {
    super(
        MiniBatchKMeans.KIND,
        "Clusters by k-means, batch by batch on many cores.",
        List.of(Task.CLUSTER),
        KMeansTexts.miniBatch());
  }

  @Override
  protected Learner<?> make(Map<String, String> given, Schema schema, long seed) {
    return new MiniBatchKMeans(KMeansTexts.read(given, false, seed));
  }
}
