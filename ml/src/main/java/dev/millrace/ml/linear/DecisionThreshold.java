package dev.millrace.ml.linear;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.LearnerException;

/**
 * Keeps, online, the threshold above which a score should raise an alarm, for a given cost of a
 * miss (class 1 without alarm) and of a false alarm (class 0 with one): the threshold that would
 * have made the total cost of all rows so far smallest, in which old rows count less.
 *
 * <pre>{@code
 * DecisionThreshold threshold =
 *     new DecisionThreshold(new DecisionThreshold.Options(100, 1, 50_000));
 * boolean alarm = threshold.exceeded(score); // with what was known before the row
 * threshold.learn(score, isFraud, 1);
 * }</pre>
 *
 * <p>Scores are probabilities. They fall into 1,024 bins of equal width in log odds, from about
 * 1e-7 to 1 - 1e-7, so that rare events with small probabilities are told apart as well as common
 * ones. A segment tree over the bins finds the cheapest of all thresholds between bins; it is exact
 * after every row, and a row changes it in O(log bins) time. Before any row, and where thresholds
 * cost the same, the threshold is near the one that is best for calibrated probabilities, {@code
 * costOfFalseAlarm / (costOfFalseAlarm + costOfMiss)}. Deterministic. Not thread-safe.
 */
public final class DecisionThreshold {
  private static final int BINS = 1024;

  /** Log odds beyond this fall into the outermost bins; 1 / (1 + e^16) is about 1e-7. */
  private static final double RANGE = 16;

  /** Weight of the prior that stands in for rows before there are any; settles ties afterwards. */
  private static final double PRIOR_WEIGHT = 1e-3;

  /** Rows grow in weight instead of older ones shrinking; past this all are scaled down. */
  private static final double LARGEST_WEIGHT = 1e100;

  private final Options options;
  private final double growth;
  private final double[] positives = new double[BINS];
  private final double[] negatives = new double[BINS];
  private final PrefixMinimum costs = new PrefixMinimum(BINS);
  private double weightNow = 1;
  private long rows;

  /**
   * @param costOfMiss > 0
   * @param costOfFalseAlarm > 0, in the same unit
   * @param halfLife after how many rows a row counts half; infinite to forget nothing
   */
  public record Options(double costOfMiss, double costOfFalseAlarm, double halfLife) {
    public Options {
      if (!(costOfMiss > 0 && costOfFalseAlarm > 0)
          || Double.isInfinite(costOfMiss)
          || Double.isInfinite(costOfFalseAlarm)) {
        throw new ConfigurationException(
            "decision threshold: costs must be finite and > 0, got "
                + costOfMiss
                + " and "
                + costOfFalseAlarm);
      }
      if (!(halfLife > 0)) {
        throw new ConfigurationException(
            "decision threshold: halfLife must be > 0, got " + halfLife);
      }
    }
  }

  public DecisionThreshold(Options options) {
    this.options = options;
    this.growth = Math.pow(2, 1 / options.halfLife());
    for (int bin = 0; bin < BINS; bin++) {
      double share = PRIOR_WEIGHT / BINS;
      double probability = lowerEdge(bin + 0.5);
      positives[bin] = share * probability;
      negatives[bin] = share * (1 - probability);
      price(bin);
    }
  }

  public Options options() {
    return options;
  }

  /** How many rows it has learned from. */
  public long rowsLearned() {
    return rows;
  }

  /**
   * Learns from a row.
   *
   * @param score within [0, 1], as predicted before the label was known
   * @param positive whether the row is of class 1
   * @param weight > 0
   */
  public void learn(double score, boolean positive, double weight) {
    int bin = bin(score);
    double amount = weight * weightNow;
    (positive ? positives : negatives)[bin] += amount;
    price(bin);
    weightNow *= growth;
    rows++;
    if (weightNow > LARGEST_WEIGHT) {
      scaleDown();
    }
  }

  /** Alarms are raised for scores above it; 1 if it is best never to raise one. */
  public double threshold() {
    int first = costs.argMin();
    return first == 0 ? 0 : first == BINS ? 1 : lowerEdge(first);
  }

  /** Whether a score should raise an alarm: whether its bin lies beyond the threshold. */
  public boolean exceeded(double score) {
    return bin(score) >= costs.argMin();
  }

  private static int bin(double score) {
    if (!(score >= 0 && score <= 1)) {
      throw new LearnerException(
          "decision threshold: expected a score within [0, 1], got " + score);
    }
    double odds = Math.log(score / (1 - score));
    return (int) Math.max(0, Math.min(BINS - 1, (odds + RANGE) * (BINS / (2 * RANGE))));
  }

  /** The score at which a bin starts. */
  private static double lowerEdge(double bin) {
    return 1 / (1 + Math.exp(RANGE - bin * (2 * RANGE / BINS)));
  }

  /** What it costs to start alarms behind the bin's rows instead of before them. */
  private void price(int bin) {
    costs.set(
        bin, positives[bin] * options.costOfMiss() - negatives[bin] * options.costOfFalseAlarm());
  }

  private void scaleDown() {
    for (int bin = 0; bin < BINS; bin++) {
      positives[bin] /= weightNow;
      negatives[bin] /= weightNow;
      price(bin);
    }
    weightNow = 1;
  }

  /** Writes what was learned. */
  public void save(StateWriter out) {
    out.put("rows", rows)
        .put("weightNow", weightNow)
        .put("positives", positives)
        .put("negatives", negatives);
  }

  /** Takes over what {@link #save} wrote; the costs stay as constructed. */
  public void restore(StateReader in) {
    rows = in.getLong("rows");
    weightNow = in.getDouble("weightNow");
    System.arraycopy(in.getDoubles("positives", BINS), 0, positives, 0, BINS);
    System.arraycopy(in.getDoubles("negatives", BINS), 0, negatives, 0, BINS);
    for (int bin = 0; bin < BINS; bin++) {
      price(bin);
    }
  }
}
