package dev.millrace.ml.metric;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many rows of either class got a score of about so much: ranks in bounded memory, whatever the
 * number of rows.
 *
 * <p>There are 16,385 bins. Below 0.5 each octave of the score has 256, down to 2^-33; above it
 * each octave of the distance to 1; so scores are told apart to 0.4 % of their odds, near 0 and 1
 * as in the middle. Scores that share a bin count as equal: the ROC AUC is off by at most {@link
 * #rocAucErrorBound}, half the share of pairs that meet in a bin.
 *
 * <p>Bins lie in pages that a snapshot shares until the next row touches them, so a snapshot costs
 * what has changed since the one before.
 */
final class ScoreBins implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MANTISSA_BITS = 8;
  private static final int OCTAVES = 32;
  private static final int HALF = OCTAVES << MANTISSA_BITS;
  private static final int BINS = 2 * HALF + 1;
  private static final int PAGE = 256;
  private static final int PAGES = BINS / PAGE + 1;
  private static final int LOWEST = Float.floatToRawIntBits(0x1p-33f) >> (23 - MANTISSA_BITS);

  /** Page p holds, for bin b, the negatives at 2 (b mod 256) and the positives behind them. */
  private final long[][] pages;

  private final boolean[] shared = new boolean[PAGES];
  private long negatives;
  private long positives;

  ScoreBins() {
    this(new long[PAGES][]);
  }

  private ScoreBins(long[][] pages) {
    this.pages = pages;
  }

  /** The bin of a score; rises with it. */
  static int bin(double score) {
    if (score > 0.5) {
      return BINS - 1 - lowBin(1 - score);
    }
    return score == 0.5 ? HALF : lowBin(score);
  }

  private static int lowBin(double score) {
    int bin = (Float.floatToRawIntBits((float) score) >> (23 - MANTISSA_BITS)) - LOWEST;
    return score > 0 ? Math.max(0, Math.min(HALF, bin)) : 0;
  }

  void add(double score, boolean positive) {
    add(bin(score), positive ? 0 : 1, positive ? 1 : 0);
  }

  private void add(int bin, long negative, long positive) {
    long[] page = page(bin / PAGE);
    int at = 2 * (bin % PAGE);
    page[at] += negative;
    page[at + 1] += positive;
    negatives += negative;
    positives += positive;
  }

  private long[] page(int index) {
    if (pages[index] == null) {
      pages[index] = new long[2 * PAGE];
    } else if (shared[index]) {
      pages[index] = pages[index].clone();
    }
    shared[index] = false;
    return pages[index];
  }

  /** The same counts in an object of their own. */
  ScoreBins snapshot() {
    ScoreBins copy = new ScoreBins(pages.clone());
    copy.negatives = negatives;
    copy.positives = positives;
    Arrays.fill(shared, true);
    Arrays.fill(copy.shared, true);
    return copy;
  }

  void merge(ScoreBins other) {
    other.forEach(this::add);
  }

  private interface Visitor {
    void bin(int bin, long negative, long positive);
  }

  /** Visits the bins that hold rows, from the lowest score to the highest. */
  private void forEach(Visitor visitor) {
    for (int p = 0; p < PAGES; p++) {
      long[] page = pages[p];
      for (int i = 0; page != null && i < PAGE; i++) {
        if (page[2 * i] + page[2 * i + 1] > 0) {
          visitor.bin(p * PAGE + i, page[2 * i], page[2 * i + 1]);
        }
      }
    }
  }

  /**
   * The probability that a positive row has the higher score than a negative one, half where they
   * tie (Mann and Whitney's U, scaled).
   */
  double rocAuc() {
    double[] below = {0, 0};
    forEach(
        (bin, negative, positive) -> {
          below[1] += positive * (below[0] + 0.5 * negative);
          below[0] += negative;
        });
    return negatives == 0 || positives == 0
        ? Double.NaN
        : below[1] / ((double) negatives * positives);
  }

  /** By how much {@link #rocAuc} may be off for rows whose scores differ but share a bin. */
  double rocAucErrorBound() {
    double[] pairs = {0};
    forEach((bin, negative, positive) -> pairs[0] += (double) negative * positive);
    return negatives == 0 || positives == 0
        ? Double.NaN
        : 0.5 * pairs[0] / ((double) negatives * positives);
  }

  /**
   * Average precision: the sum, over thresholds from high to low, of precision times the recall
   * gained; no interpolation.
   */
  double prAuc() {
    double[] found = {negatives, positives, 0};
    forEach(
        (bin, negative, positive) -> {
          found[2] += positive * (found[1] / (found[0] + found[1]));
          found[0] -= negative;
          found[1] -= positive;
        });
    return positives == 0 ? Double.NaN : found[2] / positives;
  }

  /** The same rows in bins of equal width. */
  ScoreDistribution distribution(int count) {
    long[] negative = new long[count];
    long[] positive = new long[count];
    double[] sums = new double[count];
    forEach(
        (bin, negatives, positives) -> {
          double score = score(bin);
          int at = Math.min(count - 1, (int) (score * count));
          negative[at] += negatives;
          positive[at] += positives;
          sums[at] += score * (negatives + positives);
        });
    List<ScoreDistribution.Bin> bins = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bins.add(
          new ScoreDistribution.Bin(
              (double) i / count,
              (i + 1.0) / count,
              negative[i],
              positive[i],
              sums[i] / (negative[i] + positive[i])));
    }
    return new ScoreDistribution(bins);
  }

  /** A score in the middle of a bin; 0 and 1 for the outermost. */
  private static double score(int bin) {
    if (bin > HALF) {
      return 1 - score(BINS - 1 - bin);
    }
    if (bin == HALF || bin == 0) {
      return bin == 0 ? 0 : 0.5;
    }
    return ((double) lowest(bin) + lowest(bin + 1)) / 2;
  }

  private static float lowest(int bin) {
    return Float.intBitsToFloat((bin + LOWEST) << (23 - MANTISSA_BITS));
  }

  void save(StateWriter out) {
    int[] filled = {0};
    forEach((bin, negative, positive) -> filled[0]++);
    int[] bins = new int[filled[0]];
    long[] counts = new long[2 * filled[0]];
    int[] at = {0};
    forEach(
        (bin, negative, positive) -> {
          bins[at[0]] = bin;
          counts[2 * at[0]] = negative;
          counts[2 * at[0] + 1] = positive;
          at[0]++;
        });
    out.put("bins", bins).put("counts", counts);
  }

  static ScoreBins restored(StateReader in) {
    int[] bins = in.getInts("bins");
    long[] counts = in.getLongs("counts");
    ScoreBins restored = new ScoreBins();
    if (counts.length != 2 * bins.length) {
      throw new CheckpointException(
          "state of '" + in.part() + "': " + bins.length + " bins, " + counts.length + " counts");
    }
    for (int i = 0; i < bins.length; i++) {
      if (bins[i] < 0 || bins[i] >= BINS || counts[2 * i] < 0 || counts[2 * i + 1] < 0) {
        throw new CheckpointException(
            "state of '" + in.part() + "': bin " + bins[i] + " is not one of " + BINS);
      }
      restored.add(bins[i], counts[2 * i], counts[2 * i + 1]);
    }
    return restored;
  }
}
