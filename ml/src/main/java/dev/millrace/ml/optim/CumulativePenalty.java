package dev.millrace.ml.optim;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/**
 * The L1 penalty of a {@link Regularization} at work on one weight vector, by Tsuruoka's rule: what
 * each weight owes is the sum over all steps of {@code l1 * rate}, whether or not its feature
 * occurred. Confined to its learner's thread; allocates nothing.
 */
public final class CumulativePenalty {
  private final double l1;
  private final double[] paid;
  private double owed;

  /**
   * @param l1 at least 0
   * @param features how many weights there are
   */
  public CumulativePenalty(double l1, int features) {
    this.l1 = l1;
    this.paid = new double[l1 > 0 ? features : 0];
  }

  /** After a step of the given rate: draws all weights towards zero. */
  public void dense(double[] w, double rate) {
    owed += l1 * rate;
    for (int j = 0; j < paid.length; j++) {
      w[j] = drawn(w[j], j);
    }
  }

  /** After a step of the given rate: draws the weights of one sparse row towards zero. */
  public void sparse(double[] w, double rate, int[] indices, int from, int count) {
    owed += l1 * rate;
    for (int k = 0; k < count; k++) {
      int j = indices[from + k];
      w[j] = drawn(w[j], j);
    }
  }

  private double drawn(double w, int j) {
    double after = w;
    if (w > 0) {
      after = Math.max(0, w - (owed + paid[j]));
    } else if (w < 0) {
      after = Math.min(0, w + (owed - paid[j]));
    }
    paid[j] += after - w;
    return after;
  }

  /** Whether there is a penalty at all. */
  public boolean active() {
    return l1 > 0;
  }

  public void save(StateWriter out) {
    out.put("owed", owed).put("paid", paid);
  }

  public void restore(StateReader in) {
    owed = in.getDouble("owed");
    WeightUpdate.copy(in, "paid", paid);
  }
}
