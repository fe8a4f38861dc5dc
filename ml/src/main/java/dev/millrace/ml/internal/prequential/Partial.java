package dev.millrace.ml.internal.prequential;

import dev.millrace.ml.LearnerException;
import java.io.Serializable;

/** What a learner that is merged made of one partition. */
sealed interface Partial extends Serializable {
  /**
   * @param outputs what the rows were predicted as, row-major; empty if that was not asked for
   * @param sum what they add up to
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Done(double[] outputs, PartialSum sum) implements Partial {
    Done with(PartialSum other) {
      return new Done(outputs, other);
    }
  }

  /**
   * Rows that are not to be learned.
   *
   * @param outputs what they were predicted as, row-major; empty if that was not asked for
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Predicted(double[] outputs) implements Partial {}

  /** The learner refused the rows, as it would again: no reason to run the task once more. */
  record Failed(LearnerException failure) implements Partial {}
}
