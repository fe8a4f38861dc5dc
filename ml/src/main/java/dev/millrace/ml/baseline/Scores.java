package dev.millrace.ml.baseline;

/** Scores that name a class. */
final class Scores {
  private Scores() {}

  /** One for the named class, zero for the others: one number for two classes, else k. */
  static void write(int named, int classes, double[] out, int at) {
    if (classes == 2) {
      out[at] = named;
    } else {
      for (int k = 0; k < classes; k++) {
        out[at + k] = k == named ? 1 : 0;
      }
    }
  }
}
