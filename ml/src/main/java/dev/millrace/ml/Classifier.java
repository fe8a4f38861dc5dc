package dev.millrace.ml;

/**
 * A model that tells classes apart. Outputs are as {@link Model} says: one number for two classes,
 * k for k.
 */
public interface Classifier extends Model {
  /** How many classes there are; at least two. */
  int classes();

  @Override
  default int outputs() {
    return classes() == 2 ? 1 : classes();
  }

  /**
   * The class that outputs speak for: for two classes the second when its output exceeds 0.5; else
   * the first of the largest.
   *
   * @param outputs as {@code predict} wrote them
   * @param offset where the row's outputs start
   * @param classes how many classes there are
   */
  static int decide(double[] outputs, int offset, int classes) {
    if (classes == 2) {
      return outputs[offset] > 0.5 ? 1 : 0;
    }
    int best = 0;
    for (int k = 1; k < classes; k++) {
      if (outputs[offset + k] > outputs[offset + best]) {
        best = k;
      }
    }
    return best;
  }
}
