package dev.millrace.notebooks;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/**
 * How far probabilities are from what came: the expected calibration error over ten bins of equal
 * width (Naeini et al. 2015, "Obtaining well calibrated probabilities using Bayesian binning"). Of
 * a perfect forecaster it goes to 0. Not thread-safe.
 */
public final class Calibration {
  private static final int BINS = 10;

  private final double[] said = new double[BINS];
  private final double[] came = new double[BINS];
  private long rows;

  /**
   * @param probability that was said, from 0 to 1
   * @param label what came: 1 or 0
   */
  public void add(double probability, double label) {
    int bin = Math.min(BINS - 1, (int) (probability * BINS));
    said[bin] += probability;
    came[bin] += label;
    rows++;
  }

  /** From 0 to 1; NaN without rows. */
  public double error() {
    double sum = 0;
    for (int i = 0; i < BINS; i++) {
      sum += Math.abs(said[i] - came[i]);
    }
    return sum / rows;
  }

  /** Writes it to a checkpoint. */
  public void save(StateWriter out) {
    out.put("rows", rows).put("said", said).put("came", came);
  }

  /** Takes over what was written. */
  public void restore(StateReader in) {
    rows = in.getLong("rows");
    System.arraycopy(in.getDoubles("said", BINS), 0, said, 0, BINS);
    System.arraycopy(in.getDoubles("came", BINS), 0, came, 0, BINS);
  }
}
