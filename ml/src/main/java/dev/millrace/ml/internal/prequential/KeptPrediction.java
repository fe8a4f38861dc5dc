package dev.millrace.ml.internal.prequential;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What all learners predicted for one row, kept until its label comes. Each learner writes to
 * places of its own.
 *
 * @param outputs those of all learners, one learner after the other
 * @param decided by learner: the class decided for, 0 where there are none, {@link #NONE} if the
 *     learner did not predict the row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KeptPrediction(double[] outputs, int[] decided) implements Serializable {
  static final int NONE = -1;

  /** What nobody has predicted yet. */
  static KeptPrediction empty(int outputs, int learners) {
    double[] none = new double[outputs];
    int[] undecided = new int[learners];
    Arrays.fill(none, Double.NaN);
    Arrays.fill(undecided, NONE);
    return new KeptPrediction(none, undecided);
  }
}
