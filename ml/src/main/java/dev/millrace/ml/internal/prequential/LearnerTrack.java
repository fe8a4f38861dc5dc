package dev.millrace.ml.internal.prequential;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.state.StateUsage;
import dev.millrace.ml.Classifier;
import dev.millrace.ml.Learner;
import dev.millrace.ml.MergeableLearner;
import dev.millrace.ml.Model;
import dev.millrace.ml.ProbabilisticClassifier;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.linear.DecisionThreshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One learner that is tested and trained batch by batch: predicts each row, decides, keeps score,
 * then learns. Different tracks may work on the same blocks at the same time.
 */
public final class LearnerTrack {
  private final String name;
  private final TrackOptions options;
  private final int width;
  private final int classes;
  private final Optional<DecisionThreshold> threshold;
  private final Optional<Scoreboard> scoreboard;
  private final Optional<LearnerRoom> room;
  private Learner<?> learner;
  private List<double[]> outputs = new ArrayList<>();
  private List<int[]> decisions = new ArrayList<>();
  private Model snapshot;
  private boolean stale;

  public LearnerTrack(String name, Learner<?> learner, TrackOptions options) {
    this.name = name;
    this.learner = learner;
    this.options = options;
    this.snapshot = learner.model();
    this.width = snapshot.outputs();
    this.classes = snapshot instanceof Classifier classifier ? classifier.classes() : 0;
    this.threshold =
        classes == 2 && snapshot instanceof ProbabilisticClassifier
            ? options.threshold().map(DecisionThreshold::new)
            : Optional.empty();
    Model kind = snapshot;
    this.scoreboard =
        options.window().isPresent()
            ? Optional.of(new Scoreboard(kind, options.window().getAsInt()))
            : Optional.empty();
    this.room =
        options.budget().isLimited()
            ? Optional.of(new LearnerRoom(name, options.budget(), learner))
            : Optional.empty();
  }

  public String name() {
    return name;
  }

  /** How many classes the learner tells apart; 0 if it does not. */
  public int classes() {
    return classes;
  }

  /** How many numbers a prediction has. */
  public int width() {
    return width;
  }

  /** A snapshot of what has been learned so far. */
  public Model model() {
    if (stale) {
      snapshot = learner.model();
      stale = false;
    }
    return snapshot;
  }

  /** The output above which the second of two classes is decided. */
  public double threshold() {
    return threshold.map(DecisionThreshold::threshold).orElse(0.5);
  }

  /** What the last batch's block was predicted as, row-major. */
  public double[] outputs(int block) {
    return outputs.get(block);
  }

  /** The classes decided for in the last batch's block. */
  public int[] decisions(int block) {
    return decisions.get(block);
  }

  /** Whether the partitions are summed up and merged. */
  boolean isMerged() {
    return learner instanceof MergeableLearner;
  }

  /** The learner, for tasks to read, if it is one that is merged. */
  Optional<SharedLearner> shared(boolean learns) {
    return learner instanceof MergeableLearner<?, ?> mergeable
        ? Optional.of(
            new SharedLearner(
                name,
                mergeable,
                options.predicts() ? Optional.of(model()) : Optional.empty(),
                learns))
        : Optional.empty();
  }

  /**
   * Tests and trains with a batch.
   *
   * @param slot which of the partitions' partial results are this learner's, if it is merged
   * @param learns whether it is trained, or tested only
   */
  void run(List<PartitionOutcome> partitions, int slot, boolean learns) {
    List<InstanceBlock> blocks = partitions.stream().map(PartitionOutcome::block).toList();
    reserve(blocks);
    if (learner instanceof MergeableLearner<?, ?> mergeable) {
      runMergeable(mergeable, partitions, slot);
    } else if (learner instanceof SequentialLearner<?> sequential) {
      runSequential(sequential, blocks, learns);
    }
    if (learns) {
      learned();
    }
    if (options.predicts()) {
      double fixed = threshold();
      for (int i = 0; i < blocks.size(); i++) {
        score(blocks.get(i), outputs.get(i), decisions.get(i), fixed);
      }
    }
  }

  private void runSequential(
      SequentialLearner<?> sequential, List<InstanceBlock> blocks, boolean learns) {
    boolean perRow = learns && options.predicts() && options.perRow();
    if (options.predicts() && !perRow) {
      Model before = model();
      for (int i = 0; i < blocks.size(); i++) {
        before.predict(blocks.get(i), outputs.get(i));
      }
    }
    for (int i = 0; learns && i < blocks.size(); i++) {
      if (perRow) {
        sequential.testThenTrain(blocks.get(i), outputs.get(i));
      } else {
        sequential.learn(blocks.get(i));
      }
    }
  }

  private <A> void runMergeable(
      MergeableLearner<?, A> mergeable, List<PartitionOutcome> partitions, int slot) {
    List<A> sums = new ArrayList<>();
    for (int i = 0; i < partitions.size(); i++) {
      Partial partial = partitions.get(i).partial(slot);
      double[] predicted;
      if (partial instanceof Partial.Failed failed) {
        throw failed.failure();
      } else if (partial instanceof Partial.Done done) {
        if (!(done.sum() instanceof PartialSum.Merged)) {
          sums.add(done.sum().on(mergeable));
        }
        predicted = done.outputs();
      } else {
        predicted = ((Partial.Predicted) partial).outputs();
      }
      if (options.predicts()) {
        outputs.set(i, predicted);
      }
    }
    if (!sums.isEmpty()) {
      mergeable.apply(mergeable.mergeAll(sums));
    }
  }

  /** Makes room for what is predicted; learners that are merged bring arrays of their own. */
  private void reserve(List<InstanceBlock> blocks) {
    if (!options.predicts()) {
      return;
    }
    if (options.keepsOutputs()) {
      outputs = new ArrayList<>();
      decisions = new ArrayList<>();
    }
    int perRow = learner instanceof SequentialLearner ? width : 0;
    for (int i = 0; i < blocks.size(); i++) {
      int rows = blocks.get(i).rows();
      if (i == outputs.size()) {
        outputs.add(new double[rows * perRow]);
        decisions.add(new int[rows]);
      } else if (decisions.get(i).length < rows) {
        outputs.set(i, new double[rows * perRow]);
        decisions.set(i, new int[rows]);
      }
    }
  }

  private void score(InstanceBlock block, double[] predicted, int[] decided, double fixed) {
    if (classes == 0) {
      Arrays.fill(decided, 0, block.rows(), 0);
    }
    for (int row = 0; row < block.rows(); row++) {
      int at = row * width;
      if (classes > 0) {
        decided[row] = decide(predicted, at, options.perRow() ? threshold() : fixed);
      }
      keepScore(predicted, at, decided[row], block.label(row), block.weight(row));
    }
  }

  private int decide(double[] predicted, int at, double limit) {
    return threshold.isEmpty()
        ? Classifier.decide(predicted, at, classes)
        : predicted[at] > limit ? 1 : 0;
  }

  private void keepScore(double[] predicted, int at, int decided, double label, double weight) {
    double score = predicted[at];
    if (threshold.isPresent() && !Double.isNaN(label) && score >= 0 && score <= 1) {
      threshold.get().learn(score, label == 1, weight);
    }
    if (scoreboard.isPresent()) {
      scoreboard.get().add(label, predicted, at, decided);
    }
  }

  /**
   * Tests and trains where labels come later than their rows. A learner that is merged learns all
   * answers at the end, in one step.
   *
   * @param steps in order
   * @param index which of the kept decisions is this learner's
   * @param offset where its kept outputs start
   * @param learns whether it is trained, or tested only
   */
  void run(List<DelayedStep> steps, int index, int offset, boolean learns) {
    Model before = model();
    double fixed = threshold();
    List<InstanceBlock> answered = new ArrayList<>();
    for (DelayedStep step : steps) {
      if (step instanceof DelayedStep.Answers) {
        scoreKept(step, index, offset);
        answered.add(step.block());
        if (learns && learner instanceof SequentialLearner<?> sequential) {
          sequential.learn(step.block());
          stale = true; // the next rows are predicted with it
        }
      } else if (options.predicts() && options.perRow()) {
        predict(model(), step, threshold(), index, offset);
      } else if (options.predicts()) {
        predict(before, step, fixed, index, offset);
      }
    }
    if (learns && learner instanceof MergeableLearner<?, ?> mergeable && !answered.isEmpty()) {
      learnMerged(mergeable, answered);
    }
    if (learns && !answered.isEmpty()) {
      learned();
    }
  }

  private void learned() {
    stale = true;
    room.ifPresent(kept -> learner = kept.keep(learner));
  }

  private void predict(Model by, DelayedStep step, double limit, int index, int offset) {
    InstanceBlock block = step.block();
    double[] predicted = new double[block.rows() * width];
    by.predict(block, predicted);
    for (int row = 0; row < block.rows(); row++) {
      KeptPrediction kept = step.predictions().get(row);
      System.arraycopy(predicted, row * width, kept.outputs(), offset, width);
      kept.decided()[index] = classes > 0 ? decide(predicted, row * width, limit) : 0;
    }
  }

  private void scoreKept(DelayedStep step, int index, int offset) {
    InstanceBlock block = step.block();
    for (int row = 0; row < block.rows(); row++) {
      KeptPrediction kept = step.predictions().get(row);
      int decided = kept.decided()[index];
      if (decided != KeptPrediction.NONE) {
        keepScore(kept.outputs(), offset, decided, block.label(row), block.weight(row));
      }
    }
  }

  private static <A> void learnMerged(
      MergeableLearner<?, A> mergeable, List<InstanceBlock> blocks) {
    A sum = mergeable.accumulator(blocks.get(0).features());
    blocks.forEach(block -> mergeable.accumulate(sum, block));
    mergeable.apply(sum);
  }

  public long rowsLearned() {
    return learner.rowsLearned();
  }

  /** How many rows it did not learn, because it would have become too large. */
  public long rowsRefused() {
    return room.map(LearnerRoom::refusedRows).orElse(0L);
  }

  /** What it takes of its budget; empty if it has none. */
  Optional<StateUsage> usage() {
    return room.map(LearnerRoom::usage);
  }

  /** The figures so far; empty if none are kept. */
  public Optional<Scoreboard> scoreboard() {
    return scoreboard;
  }

  public void save(StateWriter out) {
    out.put("kind", learner.kind())
        .put("rowsLearned", learner.rowsLearned())
        .put("decidesAbove", threshold());
    if (rowsRefused() > 0) {
      out.put("rowsRefused", rowsRefused());
    }
    out.put("learner", learner::save);
    threshold.ifPresent(kept -> out.put("threshold", kept::save));
    scoreboard.ifPresent(kept -> out.put("figures", kept::save));
  }

  /** Takes over what {@link #save} wrote; what was not kept then starts now. */
  public void restore(StateReader in) {
    learner.restore(in.get("learner"));
    stale = true;
    long refused = in.has("rowsRefused") ? in.getLong("rowsRefused") : 0;
    room.ifPresent(kept -> kept.restored(learner, refused));
    if (threshold.isPresent() && in.has("threshold")) {
      threshold.get().restore(in.get("threshold"));
    }
    if (scoreboard.isPresent() && in.has("figures")) {
      scoreboard.get().restore(in.get("figures"));
    }
  }
}
