package dev.millrace.ml;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;
import java.util.Objects;

/**
 * How much room each learner of a stream may take, and what happens when it needs more. For
 * learners that grow with what they learn from: trees without a bound of their own, learners that
 * keep instances or words.
 *
 * <pre>{@code
 * LearningStream.on(payments, features)
 *     .learner("champion", new GrowingLearner())
 *     .budget(LearnerBudget.skipping(64L << 20))
 *     .named("fraud");
 * }</pre>
 *
 * <p>Counted are the bytes that {@link Learner#save} writes, after every batch that was learned; so
 * what fits depends on the rows and on how they are cut into batches alone: it is the same on every
 * engine, after a restart and when a batch is redone. Memory follows it to within a factor that the
 * learner decides. While a batch is learned, what it adds comes on top. Costs encoding the learner
 * once a batch, and with {@link Policy#SKIP} keeping those bytes.
 *
 * @param maxBytes most bytes of one learner; at least 1
 * @param policy what happens at the bound
 */
public record LearnerBudget(long maxBytes, Policy policy) implements Serializable {
  private static final LearnerBudget UNLIMITED = failing(Long.MAX_VALUE);

  /** What happens when a batch makes a learner larger than it may be. */
  public enum Policy {
    /** The pipeline stops with a {@link LearnerException}, state as it was before the batch. */
    FAIL,
    /**
     * The learner is again what it was before the batch and goes on predicting; the rows of the
     * batch that it did not learn are counted. So it is with every batch that does not fit, and one
     * that does is learned. With {@link dev.millrace.ml.evaluate.EvaluationMode#PER_ROW} a row of
     * such a batch is predicted as if the rows before it were learned.
     */
    SKIP
  }

  public LearnerBudget {
    Objects.requireNonNull(policy, "policy");
    if (maxBytes < 1) {
      throw new ConfigurationException("maxBytes of learners must be at least 1, got " + maxBytes);
    }
  }

  /** No bound. */
  public static LearnerBudget unlimited() {
    return UNLIMITED;
  }

  /** With {@link Policy#FAIL}. */
  public static LearnerBudget failing(long maxBytes) {
    return new LearnerBudget(maxBytes, Policy.FAIL);
  }

  /** With {@link Policy#SKIP}. */
  public static LearnerBudget skipping(long maxBytes) {
    return new LearnerBudget(maxBytes, Policy.SKIP);
  }

  /** Whether there is a bound. */
  public boolean isLimited() {
    return maxBytes < Long.MAX_VALUE;
  }
}
