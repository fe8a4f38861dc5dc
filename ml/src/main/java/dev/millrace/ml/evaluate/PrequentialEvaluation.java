package dev.millrace.ml.evaluate;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Learner;
import dev.millrace.ml.LearnerBudget;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.internal.prequential.LearnerTracks;
import dev.millrace.ml.internal.prequential.TaskRunner;
import dev.millrace.ml.internal.prequential.TrackOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tests and trains learners on blocks at hand, without a pipeline around them.
 *
 * <pre>{@code
 * var evaluation =
 *     PrequentialEvaluation.of(EvaluationMode.PER_ROW, 1000)
 *         .learner("logistic", new LogisticRegression(options))
 *         .learner("last class", new LastClass(2));
 * evaluation.add(block);
 * double f1 = evaluation.report().learner("logistic").cumulative().get("f1");
 * }</pre>
 *
 * <p>Not thread-safe. Deterministic.
 */
public final class PrequentialEvaluation {
  private final TrackOptions options;
  private final Map<String, Learner<?>> learners = new LinkedHashMap<>();
  private LearnerTracks tracks;
  private long batches;

  private PrequentialEvaluation(TrackOptions options) {
    this.options = options;
    this.tracks = new LearnerTracks(learners, options);
  }

  /**
   * @param mode which model predicts a row
   * @param window how many rows the sliding figures cover, from 1 to 1,000,000
   */
  public static PrequentialEvaluation of(EvaluationMode mode, int window) {
    return new PrequentialEvaluation(
        new TrackOptions(
            mode == EvaluationMode.PER_ROW,
            OptionalInt.of(window),
            Optional.empty(),
            LearnerBudget.unlimited(),
            false));
  }

  /**
   * Adds a learner, which this evaluation trains from now on; before the first block.
   *
   * @throws ConfigurationException if the name is taken
   */
  public PrequentialEvaluation learner(String name, Learner<?> learner) {
    if (batches > 0) {
      throw new IllegalStateException("learner '" + name + "' comes after the first block");
    }
    if (learners.putIfAbsent(name, learner) != null) {
      throw new ConfigurationException("two learners are called '" + name + "'");
    }
    tracks = new LearnerTracks(learners, options);
    return this;
  }

  /** Tests and trains with a block, which is one batch. */
  public void add(InstanceBlock block) {
    tracks.run(
        tracks.runStep(tracks.step(), List.of(block), TaskRunner.inOrder()),
        TaskRunner.inOrder(),
        true);
    batches++;
  }

  /** How the learners did so far. */
  public PrequentialReport report() {
    return PrequentialReport.of(tracks, batches - 1);
  }

  /** Writes the learners and the figures. */
  public void save(StateWriter out) {
    out.put("batches", batches);
    tracks.save(out);
  }

  /** Takes over what {@link #save} wrote. */
  public void restore(StateReader in) {
    batches = in.getLong("batches");
    tracks.restore(in);
  }
}
