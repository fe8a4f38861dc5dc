package dev.millrace.ml.stream;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.Learner;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.internal.prequential.LearnerTracks;
import dev.millrace.ml.internal.prequential.TrackOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a learning stream was described with.
 *
 * @param learners as given; each run trains fresh ones of the same kind
 */
record LearningSettings<T>(
    String name,
    FeatureExtractor<T> extractor,
    Map<String, Learner<?>> learners,
    TrackOptions options) {
  LearningSettings {
    if (learners.isEmpty()) {
      throw new ConfigurationException(
          "learning stream '" + name + "' has no learner; call .learner(\"…\", …)");
    }
  }

  LearnerTracks freshTracks(boolean keepsOutputs) {
    Map<String, Learner<?>> fresh = new LinkedHashMap<>();
    learners.forEach((key, learner) -> fresh.put(key, learner.fresh()));
    return new LearnerTracks(
        fresh,
        new TrackOptions(
            options.perRow(),
            options.window(),
            options.threshold(),
            options.budget(),
            keepsOutputs));
  }
}
