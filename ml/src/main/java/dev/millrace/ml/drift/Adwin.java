package dev.millrace.ml.drift;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Keeps a window of the newest numbers that is as long as it can be without its mean having
 * changed: signals when an older part has another mean than the rest, in either direction, and
 * forgets it. What is left is the sample of how things are now.
 *
 * <pre>{@code
 * DriftStream.of("errors", learning.predictions(), DriftStream.error("champion"),
 *     () -> new Adwin(Adwin.Options.defaults()));
 * }</pre>
 *
 * <p>A cut into <i>n</i><sub>0</sub> older and <i>n</i><sub>1</sub> newer numbers counts as a
 * change when the means differ by more than &radic;(2/<i>m</i> · <i>σ</i>² · ln(2 ln(<i>n</i>)/δ))
 * + 2/(3<i>m</i>) · ln(2 ln(<i>n</i>)/δ), with the variance <i>σ</i>² of the whole window of
 * <i>n</i> numbers and 1/<i>m</i> = 1/(<i>n</i><sub>0</sub> − 4) + 1/(<i>n</i><sub>1</sub> − 4),
 * each at least 5, as in MOA. The window is an exponential histogram: up to 5 buckets for each
 * power of two, of which the oldest is forgotten at a time. So memory is that of some 200 numbers,
 * and a check looks at 5 log<sub>2</sub>(<i>n</i>/5) cuts.
 *
 * <p>A. Bifet and R. Gavaldà, "Learning from Time-Changing Data with Adaptive Windowing", SDM 2007.
 */
public final class Adwin implements DriftDetector {
  private static final String KIND = "adwin";
  private static final int BUCKETS = 5;

  /** For 5 · 2^40 numbers. */
  private static final int ROWS = 40;

  private static final int LEAST_PART = 5;
  private static final int LEAST_WINDOW = 10;

  private final Options options;

  /** Row r has buckets of 2^r numbers each, the oldest first; one more than may stay. */
  private final double[] sums = new double[ROWS * (BUCKETS + 1)];

  /** Of each bucket, the squared differences from its mean. */
  private final double[] squares = new double[ROWS * (BUCKETS + 1)];

  private final int[] buckets = new int[ROWS];
  private long taken;
  private long width;
  private double sum;
  private double squared;
  private double statistic;

  /**
   * Settings; immutable.
   *
   * @param delta how likely a signal may be where nothing has changed, from 0 to 1, both excluded;
   *     default 0.002. Smaller: fewer false alarms, later
   * @param checkEvery after so many numbers it is looked whether they have changed, at least 1;
   *     default 32
   */
  public record Options(double delta, int checkEvery) implements Serializable {
    public Options {
      if (!(delta > 0 && delta < 1) || checkEvery < 1) {
        throw new ConfigurationException(
            "ADWIN takes 0 < delta < 1 and checkEvery >= 1, got " + delta + ", " + checkEvery);
      }
    }

    public static Options defaults() {
      return new Options(0.002, 32);
    }

    public Options withDelta(double value) {
      return new Options(value, checkEvery);
    }

    public Options withCheckEvery(int value) {
      return new Options(delta, value);
    }
  }

  public Adwin(Options options) {
    this.options = options;
  }

  /** How many of the newest numbers are in the window. */
  public long width() {
    return width;
  }

  /** Of the numbers in the window; NaN before the first. */
  public double mean() {
    return sum / width;
  }

  @Override
  public boolean update(double value) {
    add(value);
    taken++;
    if (taken % options.checkEvery() != 0 || width <= LEAST_WINDOW) {
      return false;
    }
    boolean changed = false;
    while (findCut()) {
      forgetOldest();
      changed = true;
    }
    if (changed) {
      statistic = 0;
    }
    return changed;
  }

  private static int at(int row, int bucket) {
    return row * (BUCKETS + 1) + bucket;
  }

  private void append(int row, double bucketSum, double bucketSquares) {
    int at = at(row, buckets[row]++);
    sums[at] = bucketSum;
    squares[at] = bucketSquares;
  }

  private void removeOldest(int row, int count) {
    int from = at(row, 0);
    int left = buckets[row] - count;
    System.arraycopy(sums, from + count, sums, from, left);
    System.arraycopy(squares, from + count, squares, from, left);
    buckets[row] = left;
  }

  private void add(double value) {
    if (width > 0) {
      double difference = value - sum / width;
      squared += difference * difference * width / (width + 1);
    }
    width++;
    sum += value;
    append(0, value, 0);
    for (int row = 0; row < ROWS - 1 && buckets[row] > BUCKETS; row++) {
      mergeOldest(row);
    }
  }

  /** Makes one bucket of the next row of the two oldest ones. */
  private void mergeOldest(int row) {
    double size = size(row);
    int at = at(row, 0);
    double difference = (sums[at] - sums[at + 1]) / size;
    append(
        row + 1,
        sums[at] + sums[at + 1],
        squares[at] + squares[at + 1] + difference * difference * size / 2);
    removeOldest(row, 2);
  }

  private static long size(int row) {
    return 1L << row;
  }

  /** Whether the means on both sides of some cut differ; keeps by how much at the worst. */
  private boolean findCut() {
    double confidence = Math.log(2 * Math.log((double) width) / options.delta());
    double variance = squared / width;
    long older = 0;
    double olderSum = 0;
    statistic = 0;
    for (int row = ROWS - 1; row >= 0; row--) {
      for (int bucket = 0; bucket < buckets[row]; bucket++) {
        older += size(row);
        olderSum += sums[at(row, bucket)];
        long newer = width - older;
        if (older >= LEAST_PART && newer >= LEAST_PART) {
          double m = 1.0 / (older - LEAST_PART + 1) + 1.0 / (newer - LEAST_PART + 1);
          double limit = Math.sqrt(2 * m * variance * confidence) + 2.0 / 3 * confidence * m;
          double difference = Math.abs(olderSum / older - (sum - olderSum) / newer);
          statistic = Math.max(statistic, difference / limit);
          if (difference > limit) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private void forgetOldest() {
    int row = ROWS - 1;
    while (buckets[row] == 0) {
      row--;
    }
    long size = size(row);
    int at = at(row, 0);
    width -= size;
    sum -= sums[at];
    double difference = sums[at] / size - sum / width;
    double share = squares[at] + difference * difference * size * width / (size + width);
    squared = Math.max(0, squared - share);
    removeOldest(row, 1);
  }

  /** The largest difference of means at the last check, as a part of what it may be. */
  @Override
  public double statistic() {
    return statistic;
  }

  private int rows() {
    int rows = ROWS;
    while (rows > 0 && buckets[rows - 1] == 0) {
      rows--;
    }
    return rows;
  }

  @Override
  public void save(StateWriter out) {
    int total = Arrays.stream(buckets).sum();
    double[] keptSums = new double[total];
    double[] keptSquares = new double[total];
    int next = 0;
    for (int row = 0; row < rows(); row++) {
      System.arraycopy(sums, at(row, 0), keptSums, next, buckets[row]);
      System.arraycopy(squares, at(row, 0), keptSquares, next, buckets[row]);
      next += buckets[row];
    }
    out.put("kind", KIND)
        .put("taken", taken)
        .put("window", new double[] {sum, squared, statistic})
        .put("buckets", buckets, rows())
        .put("sums", keptSums)
        .put("squares", keptSquares);
  }

  @Override
  public void restore(StateReader in) {
    if (!in.getString("kind").equals(KIND)) {
      throw new CheckpointException(
          in.part() + " is a detector of the kind " + in.getString("kind") + ", not " + KIND);
    }
    int[] kept = in.getInts("buckets");
    if (kept.length > ROWS || Arrays.stream(kept).anyMatch(count -> count < 0 || count > BUCKETS)) {
      throw new CheckpointException(
          in.part()
              + ": expected up to "
              + ROWS
              + " rows of 0 to "
              + BUCKETS
              + " buckets, got "
              + Arrays.toString(kept));
    }
    int total = Arrays.stream(kept).sum();
    double[] keptSums = in.getDoubles("sums", total);
    double[] keptSquares = in.getDoubles("squares", total);
    double[] window = in.getDoubles("window", 3);
    taken = in.getLong("taken");
    sum = window[0];
    squared = window[1];
    statistic = window[2];
    width = 0;
    int next = 0;
    Arrays.fill(buckets, 0);
    for (int row = 0; row < kept.length; row++) {
      width += kept[row] * size(row);
      for (int bucket = 0; bucket < kept[row]; bucket++, next++) {
        append(row, keptSums[next], keptSquares[next]);
      }
    }
  }
}
