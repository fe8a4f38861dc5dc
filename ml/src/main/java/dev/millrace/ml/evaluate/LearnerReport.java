package dev.millrace.ml.evaluate;

import dev.millrace.ml.internal.prequential.LearnerTrack;
import dev.millrace.ml.internal.prequential.LearnerTracks;
import dev.millrace.ml.internal.prequential.Scoreboard;
import dev.millrace.ml.metric.ClassificationMetrics;
import dev.millrace.ml.metric.ConfusionMatrix;
import dev.millrace.ml.metric.Metrics;
import dev.millrace.ml.metric.ScoreDistribution;
import dev.millrace.ml.metric.SlidingMetrics;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How one learner did, up to a batch. Immutable; figures are computed when asked for, so a report
 * that nobody reads costs next to nothing. Serialized, it takes the sliding figures along as they
 * are, not the rows that they are of.
 */
public final class LearnerReport implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final long rowsLearned;
  private final long rowsRefused;
  private final long modelVersion;
  private final double threshold;
  private final Metrics total;
  private final transient Supplier<Map<String, Double>> sliding;

  private LearnerReport(LearnerTrack track, long modelVersion, Scoreboard scores) {
    this.name = track.name();
    this.rowsLearned = track.rowsLearned();
    this.rowsRefused = track.rowsRefused();
    this.modelVersion = modelVersion;
    this.threshold = track.threshold();
    this.total = scores.total();
    SlidingMetrics window = scores.window();
    this.sliding = () -> window.metrics().values();
  }

  private LearnerReport(Travelling from) {
    this.name = from.name();
    this.rowsLearned = from.rowsLearned();
    this.rowsRefused = from.rowsRefused();
    this.modelVersion = from.modelVersion();
    this.threshold = from.threshold();
    this.total = from.total();
    Map<String, Double> figures = Collections.unmodifiableMap(from.sliding());
    this.sliding = () -> figures;
  }

  /** One report for each learner of which figures are kept. */
  static List<LearnerReport> of(LearnerTracks tracks, long modelVersion) {
    List<LearnerReport> reports = new ArrayList<>();
    for (LearnerTrack track : tracks.tracks()) {
      track
          .scoreboard()
          .ifPresent(scores -> reports.add(new LearnerReport(track, modelVersion, scores)));
    }
    return reports;
  }

  /** The learner's name. */
  public String name() {
    return name;
  }

  /** How many rows the learner has learned from. */
  public long rowsLearned() {
    return rowsLearned;
  }

  /**
   * How many rows it did not learn, because it would have outgrown its {@link
   * dev.millrace.ml.LearnerBudget}.
   */
  public long rowsRefused() {
    return rowsRefused;
  }

  /** The version of the model that came of the batch; -1 before the first. */
  public long modelVersion() {
    return modelVersion;
  }

  /** With two classes, the output above which the second is decided from here on. */
  public double threshold() {
    return threshold;
  }

  /** How many rows were scored. */
  public long rowsScored() {
    return total.rows();
  }

  /** The figures over all rows, by name; see the metric package for names and what NaN means. */
  public Map<String, Double> cumulative() {
    return total.values();
  }

  /** The same figures over the last rows. */
  public Map<String, Double> sliding() {
    return sliding.get();
  }

  /** Which classes were taken for which, over all rows; empty unless there are classes. */
  public Optional<ConfusionMatrix> confusion() {
    return total instanceof ClassificationMetrics metrics
        ? Optional.of(metrics.confusion())
        : Optional.empty();
  }

  /**
   * How the scores of all rows are spread; empty unless there are two classes.
   *
   * @param bins how many, from 1 on
   */
  public Optional<ScoreDistribution> scores(int bins) {
    return total instanceof ClassificationMetrics metrics ? metrics.scores(bins) : Optional.empty();
  }

  @Override
  public String toString() {
    return name + " " + cumulative();
  }

  private Object writeReplace() {
    return new Travelling(
        name,
        rowsLearned,
        rowsRefused,
        modelVersion,
        threshold,
        total,
        new LinkedHashMap<>(sliding()));
  }

  private record Travelling(
      String name,
      long rowsLearned,
      long rowsRefused,
      long modelVersion,
      double threshold,
      Metrics total,
      LinkedHashMap<String, Double> sliding)
      implements Serializable {
    private Object readResolve() {
      return new LearnerReport(this);
    }
  }
}
