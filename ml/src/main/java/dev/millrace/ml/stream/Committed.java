package dev.millrace.ml.stream;

import dev.millrace.ml.Learner;
import dev.millrace.ml.Model;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.instance.StatefulExtractor;
import dev.millrace.ml.internal.prequential.LearnerTrack;
import dev.millrace.ml.internal.prequential.LearnerTracks;
import dev.millrace.ml.serve.Predictor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the newest commit made durable, for any thread to see; written by the trainer. */
final class Committed<T> {
  private final Map<String, Predictor<Model>> predictors = new LinkedHashMap<>();
  private volatile PrequentialReport report;
  private volatile List<SampledRow> sampled = List.of();

  Committed(FeatureExtractor<T> extractor, Map<String, Learner<?>> learners, LearnerTracks none) {
    Schema schema = extractor.schema();
    FeatureExtractor<T> first =
        extractor instanceof StatefulExtractor<T> stateful
            ? stateful.fresh().committedView()
            : extractor;
    learners.forEach(
        (name, learner) ->
            predictors.put(
                name,
                new Predictor<>(
                    name,
                    new Predictor.Version<>(
                        learner.fresh().model(), -1, schema, 0.5, Optional.of(first)))));
    this.report = PrequentialReport.of(none, -1);
  }

  Map<String, Predictor<Model>> predictors() {
    return Collections.unmodifiableMap(predictors);
  }

  PrequentialReport report() {
    return report;
  }

  List<SampledRow> sampled() {
    return sampled;
  }

  /** Swaps in what a batch has made durable. */
  void publish(
      long batchId,
      Schema schema,
      FeatureExtractor<T> extractor,
      LearnerTracks tracks,
      PrequentialReport newReport,
      List<SampledRow> newSampled) {
    for (LearnerTrack track : tracks.tracks()) {
      predictors
          .get(track.name())
          .publish(
              new Predictor.Version<>(
                  track.model(), batchId, schema, track.threshold(), Optional.of(extractor)));
    }
    if (!newSampled.isEmpty()) {
      sampled = newSampled;
    }
    report = newReport;
  }
}
