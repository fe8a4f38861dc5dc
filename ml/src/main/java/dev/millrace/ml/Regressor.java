package dev.millrace.ml;

/** A model that estimates a number. */
public interface Regressor extends Model {
  @Override
  default int outputs() {
    return 1;
  }

  /**
   * The estimate for one dense row, which starts at {@code offset} of {@code x}. Allocates nothing.
   */
  double predict(double[] x, int offset);

  @Override
  default void predict(double[] x, int offset, double[] out) {
    out[0] = predict(x, offset);
  }
}
