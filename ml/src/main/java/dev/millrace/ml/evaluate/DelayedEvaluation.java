package dev.millrace.ml.evaluate;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.Learner;
import dev.millrace.ml.LearnerBudget;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.internal.prequential.DelayedSteps;
import dev.millrace.ml.internal.prequential.KeptPrediction;
import dev.millrace.ml.internal.prequential.KeptRow;
import dev.millrace.ml.internal.prequential.LearnerTracks;
import dev.millrace.ml.internal.prequential.PredictionLayout;
import dev.millrace.ml.internal.prequential.TaskRunner;
import dev.millrace.ml.internal.prequential.TrackOptions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;

/**
 * Tests and trains learners on blocks at hand as if labels came later than their rows: a question
 * is asked when a row comes, the answer is given after a delay. What was predicted when the
 * question was asked is scored when the answer is there, and then the row is learned from.
 *
 * <p>The protocol is river's {@code simulate_qa}: before a row is asked, the answers are given that
 * are due at its moment or before, one after the other in {@link AnswerOrder} until one is not due;
 * those that are outstanding when rows end are given in that order by {@link #finish}.
 *
 * <pre>{@code
 * var evaluation =
 *     DelayedEvaluation.of(EvaluationMode.PER_ROW, 1000, AnswerOrder.AS_DUE)
 *         .learner("logistic", new LogisticRegression(options));
 * evaluation.add(block, departures, durations);
 * evaluation.finish();
 * double accuracy = evaluation.report().learner("logistic").cumulative().get("accuracy");
 * }</pre>
 *
 * <p>A row without a label is predicted and never answered. Scalers and whatever else belongs to a
 * learner see a row when it is learned, not when it is asked.
 *
 * <p>Memory grows with the rows that wait: about {@code 8 * features} bytes each. With {@link
 * EvaluationMode#PER_ROW} a learner makes a snapshot of its model for each run of rows between two
 * answers. Not thread-safe. Deterministic.
 *
 * @see <a href="https://doi.org/10.1007/s10618-019-00654-y">Grzenda, Gomes and Bifet, Delayed
 *     labelling evaluation for data streams, 2019</a>
 */
public final class DelayedEvaluation {
  private final TrackOptions options;
  private final Map<String, Learner<?>> learners = new LinkedHashMap<>();
  private final PriorityQueue<Question> outstanding;
  private LearnerTracks tracks;
  private int features;
  private boolean sparse;
  private long asked;
  private long batches;

  /** What waits for its label. */
  private record Question(
      long number, double due, KeptRow row, KeptPrediction prediction, double label) {}

  private DelayedEvaluation(TrackOptions options, AnswerOrder order) {
    this.options = options;
    this.tracks = new LearnerTracks(learners, options);
    Comparator<Question> asAsked = Comparator.comparingLong(Question::number);
    this.outstanding =
        new PriorityQueue<>(
            order == AnswerOrder.AS_ASKED
                ? asAsked
                : Comparator.comparingDouble(Question::due).thenComparing(asAsked));
  }

  /**
   * @param mode which model predicts a row
   * @param window how many rows the sliding figures cover, from 1 to 1,000,000
   */
  public static DelayedEvaluation of(EvaluationMode mode, int window, AnswerOrder order) {
    return new DelayedEvaluation(
        new TrackOptions(
            mode == EvaluationMode.PER_ROW,
            OptionalInt.of(window),
            Optional.empty(),
            LearnerBudget.unlimited(),
            false),
        order);
  }

  /**
   * Adds a learner, which this evaluation trains from now on; before the first block.
   *
   * @throws ConfigurationException if the name is taken
   */
  public DelayedEvaluation learner(String name, Learner<?> learner) {
    if (batches > 0) {
      throw new IllegalStateException("learner '" + name + "' comes after the first block");
    }
    if (learners.putIfAbsent(name, learner) != null) {
      throw new ConfigurationException("two learners are called '" + name + "'");
    }
    tracks = new LearnerTracks(learners, options);
    return this;
  }

  /**
   * Asks the rows of a block, which is one batch, and gives the answers that are due meanwhile.
   *
   * @param block not modified, not kept
   * @param moments when each row comes, in any unit, finite; usually not falling
   * @param delays how long after that its label comes, in the same unit
   */
  public void add(InstanceBlock block, double[] moments, double[] delays) {
    if (moments.length < block.rows() || delays.length < block.rows()) {
      throw new IllegalArgumentException(
          block.rows()
              + " rows, but "
              + moments.length
              + " moments and "
              + delays.length
              + " delays");
    }
    features = block.features();
    sparse = block instanceof SparseBlock;
    DelayedSteps steps = new DelayedSteps(features, sparse);
    PredictionLayout layout = tracks.layout();
    for (int row = 0; row < block.rows(); row++) {
      answer(steps, moments[row]);
      KeptRow kept = KeptRow.of(block, row);
      KeptPrediction prediction = layout.empty();
      steps.ask(kept, prediction);
      if (block.hasLabel(row)) {
        double due = moments[row] + delays[row];
        outstanding.add(new Question(asked, due, kept, prediction, block.label(row)));
      }
      asked++;
    }
    tracks.runDelayed(steps.steps(), TaskRunner.inOrder(), true);
    batches++;
  }

  /** Gives all answers that are outstanding. */
  public void finish() {
    DelayedSteps steps = new DelayedSteps(features, sparse);
    answer(steps, Double.POSITIVE_INFINITY);
    tracks.runDelayed(steps.steps(), TaskRunner.inOrder(), true);
  }

  private void answer(DelayedSteps steps, double moment) {
    while (!outstanding.isEmpty() && outstanding.peek().due() <= moment) {
      Question question = outstanding.remove();
      steps.answer(question.row(), question.prediction(), question.label());
    }
  }

  /** How many labels have not come yet. */
  public int outstanding() {
    return outstanding.size();
  }

  /** How the learners did so far, on the rows that were answered. */
  public PrequentialReport report() {
    return PrequentialReport.of(tracks, batches - 1);
  }
}
