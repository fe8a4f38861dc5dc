package dev.millrace.ml.internal.prequential;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.state.StateUsage;
import dev.millrace.ml.Learner;
import dev.millrace.ml.LearnerBudget;
import dev.millrace.ml.LearnerException;

/** Keeps one learner to its budget. */
final class LearnerRoom {
  private final String name;
  private final LearnerBudget budget;
  private long bytes;

  /** What the learner was before the batch, if it may have to be that again. */
  private byte[] before = {};

  private long refusedRows;

  LearnerRoom(String name, LearnerBudget budget, Learner<?> learner) {
    this.name = name;
    this.budget = budget;
    measured(bytesOf(learner));
  }

  /**
   * After a batch that was learned: the learner to go on with.
   *
   * @throws LearnerException if it has become too large, and that is to stop the pipeline
   */
  Learner<?> keep(Learner<?> learner) {
    byte[] now = bytesOf(learner);
    if (now.length <= budget.maxBytes()) {
      measured(now);
      return learner;
    }
    if (budget.policy() == LearnerBudget.Policy.FAIL) {
      throw new LearnerException(
          "learner '"
              + name
              + "' takes "
              + now.length
              + " bytes after "
              + learner.rowsLearned()
              + " rows, and its budget is "
              + budget.maxBytes()
              + "; bound it by its own options, give it more with"
              + " LearningStream.Builder.budget(LearnerBudget.failing(…)), or have what does not"
              + " fit passed over with LearnerBudget.skipping(…)");
    }
    Learner<?> smaller = learner.fresh();
    smaller.restore(StateReader.of(name, before));
    refusedRows += learner.rowsLearned() - smaller.rowsLearned();
    return smaller;
  }

  private void measured(byte[] state) {
    bytes = state.length;
    if (budget.policy() == LearnerBudget.Policy.SKIP) {
      before = state;
    }
  }

  private static byte[] bytesOf(Learner<?> learner) {
    StateWriter out = new StateWriter();
    learner.save(out);
    return out.toBytes();
  }

  long refusedRows() {
    return refusedRows;
  }

  StateUsage usage() {
    return new StateUsage(bytes, budget.maxBytes(), 0, 0, 0, refusedRows);
  }

  /** The learner has been restored. */
  void restored(Learner<?> learner, long refusedBefore) {
    measured(bytesOf(learner));
    refusedRows = refusedBefore;
  }
}
