package dev.millrace.ml.metric;

import java.util.List;

/**
 * How the scores of two classes are spread: the rows by score, and, of scores that are
 * probabilities, whether as many rows are of the second class as they say (reliability; Murphy and
 * Winkler 1977, "Reliability of subjective probability forecasts").
 *
 * @param bins of equal width, which together cover 0 to 1
 */
public record ScoreDistribution(List<Bin> bins) {
  public ScoreDistribution {
    bins = List.copyOf(bins);
  }

  /**
   * The rows whose scores lie in one part of the range.
   *
   * @param from lowest score, inclusive
   * @param to highest score, exclusive; of the last bin inclusive
   * @param negatives rows of the first class
   * @param positives rows of the second
   * @param meanScore the mean of the rows' scores, to 0.4 % of their odds; NaN without rows
   */
  public record Bin(double from, double to, long negatives, long positives, double meanScore) {
    public long rows() {
      return negatives + positives;
    }

    /** The share of rows of the second class; NaN without rows. */
    public double positiveShare() {
      return (double) positives / rows();
    }
  }
}
