package dev.millrace.ml.stream;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.ml.Learner;
import dev.millrace.ml.LearnerBudget;
import dev.millrace.ml.Model;
import dev.millrace.ml.catalog.LearnerChanges;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.StatefulExtractor;
import dev.millrace.ml.internal.prequential.LearnerTracks;
import dev.millrace.ml.internal.prequential.TrackOptions;
import dev.millrace.ml.linear.DecisionThreshold;
import dev.millrace.ml.serve.Predictor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Learners inside a pipeline: every batch is turned into numbers once, predicted, scored and
 * learned from, by any number of learners side by side; their models become visible with the commit
 * that makes them durable.
 *
 * <pre>{@code
 * LearningStream<Payment> fraud =
 *     LearningStream.on(payments, features)
 *         .learner("champion", new LogisticRegression(options))
 *         .learner("majority", MajorityClass.of(features.schema()))
 *         .threshold(100, 1)
 *         .evaluate(EvaluationMode.PER_BATCH, 1000)
 *         .named("fraud");
 * fraud.predictions().filter(p -> p.decided() == 1).to("alerts", alerts);
 * Predictor<?> champion = fraud.predictor("champion");
 * context.start();
 * }</pre>
 *
 * <p>A row that gives no usable numbers (see {@link dev.millrace.ml.instance.InstanceBlockBuilder})
 * or whose extractor throws goes to the dead letters, and the rest goes on. A row without a label
 * is predicted and not learned from.
 *
 * <p>Rows are learned in the order of the partitions and, within one, as they came. Features that
 * depend on the row alone are computed where the row is, on all cores; a {@link
 * dev.millrace.ml.instance.StatefulExtractor} sees the rows in that same order on the driver. A
 * {@link dev.millrace.ml.MergeableLearner} predicts and sums up each partition where it is, on all
 * cores, and merges by a fixed tree. A {@link dev.millrace.ml.SequentialLearner} takes all rows in
 * order on the driver, beside the other learners, one core each. So results depend on the
 * partitioning, never on timing or on the engine.
 *
 * <p>What that costs on a cluster. Mergeable learners: each task gets the learner's state and sends
 * back a sum of about its size, and the outputs and labels of its rows (8 bytes for each number) if
 * they are evaluated or handed on. Sequential learners: all rows travel to the driver as numbers,
 * {@code 8 * (features + 2)} bytes a dense row, once for all learners, and one driver core per
 * learner bounds the rate, however many executors there are. The same holds for stateful
 * extractors, for which the rows themselves travel. The rows of {@link #predictions} stay where
 * they are; what was predicted goes there.
 *
 * <p>Labels may come in a stream of their own, later than the rows, with {@link
 * Builder#delayedLabels}:
 *
 * <pre>{@code
 * LearningStream<Payment> fraud =
 *     LearningStream.on(payments, features)
 *         .delayedLabels(
 *             chargebacks,
 *             DelayedLabels.<Payment, Chargeback>of(
 *                     Payment::id,
 *                     Payment::at,
 *                     Chargeback::payment,
 *                     Chargeback::at,
 *                     LabelValue.classOf(chargeback -> "fraud"))
 *                 .withHorizon(Duration.ofDays(30))
 *                 .withUnlabelled(Unlabelled.NEGATIVE))
 *         .learner("champion", new LogisticRegression(options))
 *         .evaluate(EvaluationMode.PER_ROW, 1000)
 *         .named("fraud");
 * LabelReport labels = fraud.report().labels();
 * }</pre>
 *
 * <p>A row is then predicted by all learners when it comes, and waits under its id with its
 * features as they are at that moment, those that remember other rows included. When its label
 * comes, what was predicted is scored, and then the learners learn from the features that were
 * kept; so do scalers, which are a part of their learner: they see a row when it is learned. Within
 * a batch rows are taken as they came, labels as they came, and between the two whatever has the
 * lesser time, of equal times the label; so if rows and labels come in the order of their times,
 * the result with {@link EvaluationMode#PER_ROW} does not depend on how they are cut into batches.
 * The clock is the largest time that a row or label had so far: before each, what is older than its
 * horizon expires, in the order of the rows' times. A time far ahead makes everything expire.
 *
 * <p>That costs, whatever the learners: all rows come to the driver as numbers, and all learning is
 * done there, {@link dev.millrace.ml.MergeableLearner}s included, which take one step a batch. What
 * waits is keyed state, kept where the engine computes and saved by increments: about {@code 8 *
 * (features + outputs) + 60} bytes a row. The driver holds its ids and times, some 200 bytes each,
 * and reads them from there after a restart. A batch costs an update of keyed state, and two if
 * labels of earlier batches are in it. With {@link EvaluationMode#PER_ROW} each learner makes a
 * snapshot of its model for every run of rows between two labels.
 *
 * <p>In a batch that is {@linkplain dev.millrace.core.DegradePolicy degraded} rows are predicted
 * and scored, features and decision thresholds go on, and learners stay as they are; {@link
 * PrequentialReport#skippedRows} counts what they missed: the rows of the batch or, where labels
 * come later, those whose labels came with it.
 *
 * <p>Learners of which it is not known how large they become have a hard bound with {@link
 * Builder#budget}; {@link dev.millrace.core.observe.BatchReport#stateUsage} tells how much of it
 * they take, together with what features remember.
 *
 * <p>The checkpoint holds, under the stream's name, the learners, what the features remember, the
 * figures and the thresholds, and what waits for labels. Learners are matched by their names: one
 * that is new starts empty, one that is gone is dropped; changed features or classes are refused. A
 * new one learns from rows that were waiting, and is not scored by them.
 *
 * <p>Models and report may be read by any thread while the pipeline runs.
 */
public final class LearningStream<T> {
  private final DStream<LearnedPartition<T>> learned;
  private final Committed<T> committed;
  private final Wishes wishes;
  private final String name;
  private final boolean delayed;

  /** What was asked for before the start; read when the pipeline starts. */
  static final class Wishes {
    private volatile boolean predictions;
    private volatile boolean labelled;
    private volatile boolean reports;
    private volatile int sampledRows;

    Wanted wanted() {
      return new Wanted(predictions, labelled, reports, sampledRows);
    }
  }

  private LearningStream(
      String name,
      DStream<LearnedPartition<T>> learned,
      Committed<T> committed,
      Wishes wishes,
      boolean delayed) {
    this.name = name;
    this.delayed = delayed;
    this.learned = learned;
    this.committed = committed;
    this.wishes = wishes;
  }

  /**
   * Begins to describe what learns from a stream.
   *
   * @param extractor turns rows into numbers; one that remembers rows is copied for each run
   */
  public static <T> Builder<T> on(DStream<T> rows, FeatureExtractor<T> extractor) {
    if (!(extractor instanceof StatefulExtractor<T>)) {
      rows.requireShippable("feature extractor of a learning stream", extractor);
    }
    return new Builder<>(rows, extractor);
  }

  /** By which the checkpoint knows it. */
  public String name() {
    return name;
  }

  /** Every row that could be used, in order, and what was predicted for it. Before the start. */
  public DStream<Scored<T>> predictions() {
    wishes.predictions = true;
    return learned.flatMap((partition, out) -> partition.emitScored(out));
  }

  /**
   * Where labels come later: the rows whose labels came, in the order in which they are learned,
   * and what was predicted for them when they came, which is what is scored. Those that count as
   * negative without a label are among them. A row stands here as its id; the version that
   * predicted it is not kept, and is -1; a learner that is newer than the row has decided for -1,
   * and its outputs are NaN. Before the start.
   *
   * <pre>{@code
   * DriftStream.of("errors", fraud.labelled(), DriftStream.error("champion"), detector)
   * }</pre>
   *
   * @throws ConfigurationException unless there are {@linkplain Builder#delayedLabels delayed
   *     labels}: else {@link #predictions} have them
   */
  public DStream<Scored<String>> labelled() {
    if (!delayed) {
      throw new ConfigurationException(
          "labels of '" + name + "' come with the rows: predictions() have them");
    }
    wishes.labelled = true;
    return learned.flatMap((partition, out) -> partition.emitLabelled(out));
  }

  /** After every batch, how the learners did up to it. Before the start. */
  public DStream<PrequentialReport> metrics() {
    wishes.reports = true;
    return learned.flatMap(
        (partition, out) -> {
          for (PrequentialReport report : partition.reports()) {
            out.emit(report);
          }
        });
  }

  /**
   * The newest committed model of a learner, with the extractor as of the same commit.
   *
   * @throws IllegalArgumentException naming the learners there are
   */
  public Predictor<Model> predictor(String learner) {
    Predictor<Model> predictor = committed.predictors().get(learner);
    if (predictor == null) {
      throw new IllegalArgumentException(
          "no learner '" + learner + "'; there are " + committed.predictors().keySet());
    }
    return predictor;
  }

  /** The newest committed models by the learners' names, in the order in which they were added. */
  public Map<String, Predictor<Model>> predictors() {
    return committed.predictors();
  }

  /** How the learners did up to the newest commit; lists no learner unless they are evaluated. */
  public PrequentialReport report() {
    return committed.report();
  }

  /**
   * Keeps the last rows of every batch for {@link #sampledRows}, if learners predict rows at all.
   * Before the start.
   *
   * @param rows how many of a batch; the larger of two calls counts
   */
  public void sampleRows(int rows) {
    wishes.sampledRows = Math.max(wishes.sampledRows, rows);
  }

  /**
   * The last rows of the newest committed batch that had any, the newest last. Empty unless {@link
   * #sampleRows} asked for them, and where the driver does not get to see the rows: on a cluster,
   * with no learner that takes them one by one.
   */
  public List<SampledRow> sampledRows() {
    return committed.sampled();
  }

  /** Describes a learning stream; {@link #named} ends it. Not thread-safe. */
  public static final class Builder<T> {
    private final DStream<T> rows;
    private final FeatureExtractor<T> extractor;
    private final Map<String, Learner<?>> learners = new LinkedHashMap<>();
    private EvaluationMode mode = EvaluationMode.PER_BATCH;
    private OptionalInt window = OptionalInt.empty();
    private Optional<DecisionThreshold.Options> threshold = Optional.empty();
    private Optional<DelayedInput<T, ?>> delayed = Optional.empty();
    private LearnerBudget budget = LearnerBudget.unlimited();
    private LearnerChanges changes = LearnerChanges.none();

    private Builder(DStream<T> rows, FeatureExtractor<T> extractor) {
      this.rows = rows;
      this.extractor = extractor;
    }

    /**
     * Adds a learner; the first is the one that {@link Scored} speaks of unless asked for another.
     *
     * @param name how the checkpoint, reports and servers call it
     * @param learner says kind and hyper-parameters; each run trains a fresh one
     */
    public Builder<T> learner(String name, Learner<?> learner) {
      if (name.isBlank() || learners.putIfAbsent(name, learner) != null) {
        throw new ConfigurationException(
            "learners need names that differ, got '" + name + "' beside " + learners.keySet());
      }
      TrackOptions plain =
          new TrackOptions(
              false, OptionalInt.empty(), Optional.empty(), LearnerBudget.unlimited(), false);
      rows.requireShippable(
          "learner '" + name + "'", new LearnerTracks(Map.of(name, learner), plain).step());
      return this;
    }

    /**
     * Takes labels from a stream of their own, in which they come later than the rows: see {@link
     * DelayedLabels}. A label that a row carries itself is not looked at.
     *
     * @throws ConfigurationException if rows without a label are to be negative, and there are not
     *     two classes
     */
    public <L> Builder<T> delayedLabels(DStream<L> labels, DelayedLabels<T, L> options) {
      int classes = extractor.schema().classes().size();
      if (options.unlabelled() == Unlabelled.NEGATIVE && classes != 2) {
        throw new ConfigurationException(
            "delayed labels: rows without a label can be negative where there are two classes, the"
                + " features' schema has "
                + classes);
      }
      rows.requireShippable("delayed labels of a learning stream", options);
      delayed = Optional.of(new DelayedInput<>(labels, options));
      return this;
    }

    /**
     * Keeps figures of how good predictions are. Without this there are none, and rows are
     * predicted only if {@link LearningStream#predictions} is asked for.
     *
     * @param newMode which model predicts a row; without this, that of the batch before
     * @param rowsInWindow how many rows the sliding figures cover, from 1 to 1,000,000
     */
    public Builder<T> evaluate(EvaluationMode newMode, int rowsInWindow) {
      mode = newMode;
      window = OptionalInt.of(rowsInWindow);
      return this;
    }

    /**
     * Decides, of two classes, by the threshold that costs least, kept online for each learner that
     * gives probabilities; forgets nothing.
     *
     * @param costOfMiss of a row of the second class that is not told, > 0
     * @param costOfFalseAlarm of a row of the first class taken for the second, > 0
     */
    public Builder<T> threshold(double costOfMiss, double costOfFalseAlarm) {
      return threshold(
          new DecisionThreshold.Options(costOfMiss, costOfFalseAlarm, Double.POSITIVE_INFINITY));
    }

    /** As {@link #threshold(double, double)}, with a half-life. */
    public Builder<T> threshold(DecisionThreshold.Options options) {
      threshold = Optional.of(options);
      return this;
    }

    /** Bounds each learner; without this, none is. */
    public Builder<T> budget(LearnerBudget ofEach) {
      budget = ofEach;
      return this;
    }

    /**
     * Gives learners other hyper-parameters than they were added with. A learner is called by its
     * name or, if several streams have one of that name, {@code stream.learner}; names that are not
     * of this stream are passed over.
     */
    public Builder<T> changing(LearnerChanges value) {
      changes = value;
      return this;
    }

    /**
     * Makes it part of the pipeline.
     *
     * @param name by which the checkpoint knows it
     * @throws ConfigurationException if a hyper-parameter cannot be changed as asked
     */
    public LearningStream<T> named(String name) {
      learners.replaceAll(
          (key, learner) -> changes.apply(name + "." + key, changes.apply(key, learner)));
      LearningSettings<T> settings =
          new LearningSettings<>(
              name,
              extractor,
              new LinkedHashMap<>(learners),
              new TrackOptions(mode == EvaluationMode.PER_ROW, window, threshold, budget, false));
      Committed<T> committed =
          new Committed<>(extractor, settings.learners(), settings.freshTracks(false));
      Wishes wishes = new Wishes();
      DStream<LearnedPartition<T>> learned =
          (delayed.isPresent()
                  ? delayed.get().learned(rows, settings, committed, wishes)
                  : rows.<LearnedPartition<T>>process(
                      () -> {
                        Wanted wanted = wishes.wanted();
                        return new LearningProcessor<>(
                            new Trainer<>(settings, committed, wanted.predictions()), wanted);
                      }))
              .named(name);
      learned.foreachBatch((batch, context) -> {});
      return new LearningStream<>(name, learned, committed, wishes, delayed.isPresent());
    }
  }
}
