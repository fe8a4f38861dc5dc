package dev.millrace.ml.stream;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.state.StateUsage;
import dev.millrace.ml.evaluate.LabelReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.instance.StatefulExtractor;
import dev.millrace.ml.internal.prequential.LearnerTracks;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one run of a learning stream knows, however rows and labels come: learners, features, the
 * newest version. Used by the driver's thread.
 */
final class Trainer<T> {
  private static final int FORMAT = 1;

  private final LearningSettings<T> settings;
  private final Committed<T> committed;
  private final FeatureExtractor<T> extractor;
  private final LearnerTracks tracks;
  private long version = -1;
  private LabelReport labels = LabelReport.NONE;

  /**
   * @param keepsOutputs whether what is predicted is handed on
   */
  Trainer(LearningSettings<T> settings, Committed<T> committed, boolean keepsOutputs) {
    this.settings = settings;
    this.committed = committed;
    this.extractor =
        settings.extractor() instanceof StatefulExtractor<T> stateful
            ? stateful.fresh()
            : settings.extractor();
    this.tracks = settings.freshTracks(keepsOutputs);
  }

  String name() {
    return settings.name();
  }

  /** This run's own, if it remembers rows. */
  FeatureExtractor<T> extractor() {
    return extractor;
  }

  /** What the features that remember rows and the learners take, as far as they have budgets. */
  Optional<StateUsage> usage() {
    Optional<StateUsage> features =
        extractor instanceof StatefulExtractor<T> stateful ? stateful.usage() : Optional.empty();
    return Stream.of(features, tracks.usage()).flatMap(Optional::stream).reduce(StateUsage::plus);
  }

  Schema schema() {
    return extractor.schema();
  }

  LearnerTracks tracks() {
    return tracks;
  }

  /** The newest batch that was learned; -1 before the first. */
  long version() {
    return version;
  }

  /** A batch has been learned. */
  void learned(long batchId, LabelReport ofLabels) {
    version = batchId;
    labels = ofLabels;
  }

  /** How the learners did up to now. */
  PrequentialReport report() {
    return PrequentialReport.of(tracks, version, labels);
  }

  void save(StateWriter out) {
    out.put("learning", FORMAT).put("version", version);
    out.put("schema", extractor.schema()::save);
    if (extractor instanceof StatefulExtractor<T> stateful) {
      out.put("features", stateful::save);
    }
    tracks.save(out);
  }

  void restore(StateReader in) {
    if (in.getLong("learning") != FORMAT) {
      throw new CheckpointException(
          "format " + in.getLong("learning") + " of a learning stream is not known here");
    }
    if (extractor instanceof StatefulExtractor<T> stateful && in.has("features")) {
      stateful.restore(in.get("features"));
    }
    SchemaChange.check(Schema.restored(in.get("schema")), extractor.schema());
    tracks.restore(in);
    version = in.getLong("version");
  }

  /** Lets others see what is durable now. */
  void publish(PrequentialReport report, List<SampledRow> sampled) {
    FeatureExtractor<T> view =
        extractor instanceof StatefulExtractor<T> stateful ? stateful.committedView() : extractor;
    committed.publish(version, extractor.schema(), view, tracks, report, sampled);
  }
}
