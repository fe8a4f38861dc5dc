package dev.millrace.ml.metric;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.state.StateCodec;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts durations in bins that grow with them: 32 to each power of two of microseconds, so that a
 * quantile is off by 1.6 % of itself at most, and by nothing below 64 microseconds. Two of them add
 * up to what one would hold that had seen all. Takes a few operations per duration, and the memory
 * that the longest asks for: 1.5 kB up to a millisecond, 4 kB up to a second, never more than 15
 * kB.
 *
 * <p>Equal to one that has counted the same. Deterministic. Not thread-safe.
 */
public final class LatencyHistogram implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int BITS = 5;
  private static final int PER_POWER = 1 << BITS;
  private static final int BINS = (Long.SIZE - BITS) * PER_POWER;

  private long[] counts = {};
  private long count;
  private double sum;
  private long largest;

  /**
   * Counts one.
   *
   * @param micros a duration in microseconds, at least 0
   */
  public void add(long micros) {
    if (micros < 0) {
      throw new IllegalArgumentException("a latency is at least 0, got " + micros);
    }
    int bin = bin(micros);
    reach(bin + 1);
    counts[bin]++;
    count++;
    sum += micros;
    largest = Math.max(largest, micros);
  }

  /** Adds all that another has counted. */
  public void add(LatencyHistogram other) {
    reach(other.counts.length);
    for (int bin = 0; bin < other.counts.length; bin++) {
      counts[bin] += other.counts[bin];
    }
    count += other.count;
    sum += other.sum;
    largest = Math.max(largest, other.largest);
  }

  /** Makes room for so many bins, for whole powers of two. */
  private void reach(int bins) {
    if (bins > counts.length) {
      counts = Arrays.copyOf(counts, (bins + PER_POWER - 1) / PER_POWER * PER_POWER);
    }
  }

  static int bin(long micros) {
    int power = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - BITS);
    return power * PER_POWER + (int) (micros >>> power);
  }

  /** How many were counted. */
  public long count() {
    return count;
  }

  /** Exact but for rounding; zero if there are none. */
  public Duration mean() {
    return micros(count == 0 ? 0 : Math.round(sum / count));
  }

  /** The longest; zero if there are none. */
  public Duration max() {
    return micros(largest);
  }

  /**
   * The shortest duration that at least a share of all do not exceed; zero if there are none.
   *
   * @param share from 0 to 1; 0.5 for the median
   */
  public Duration quantile(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is from 0 to 1, got " + share);
    }
    long wanted = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      seen += counts[bin];
      if (seen >= wanted) {
        return micros(Math.min(largest, middle(bin)));
      }
    }
    return Duration.ZERO;
  }

  private static long middle(int bin) {
    int power = Math.max(0, bin / PER_POWER - 1);
    long from = (long) (bin - power * PER_POWER) << power;
    return from + ((1L << power) >>> 1);
  }

  private static Duration micros(long micros) {
    return Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1_000);
  }

  /** Writes what was counted. */
  public void save(StateWriter out) {
    int used = counts.length;
    while (used > 0 && counts[used - 1] == 0) {
      used--;
    }
    out.put("counts", counts, used).put("sum", sum).put("largest", largest);
  }

  /** Takes over what {@link #save} wrote, in addition to what it has. */
  public void restore(StateReader in) {
    long[] stored = in.getLongs("counts");
    int bins = Math.min(BINS, stored.length);
    reach(bins);
    for (int bin = 0; bin < bins; bin++) {
      counts[bin] += stored[bin];
      count += stored[bin];
    }
    sum += in.getDouble("sum");
    largest = Math.max(largest, in.getLong("largest"));
  }

  /** For state that holds one, as that of a window may. */
  public static StateCodec<LatencyHistogram> codec() {
    return LatencyCodec.INSTANCE;
  }

  /** The bins that hold any, in order. */
  LatencyCodec.Content content() {
    List<LatencyCodec.Bin> bins =
        IntStream.range(0, counts.length)
            .filter(bin -> counts[bin] > 0)
            .mapToObj(bin -> new LatencyCodec.Bin(bin, counts[bin]))
            .toList();
    return new LatencyCodec.Content(sum, largest, bins);
  }

  /** What {@link #content} gave. */
  static LatencyHistogram of(LatencyCodec.Content content) {
    LatencyHistogram histogram = new LatencyHistogram();
    for (LatencyCodec.Bin bin : content.bins()) {
      histogram.reach(bin.bin() + 1);
      histogram.counts[bin.bin()] = bin.count();
      histogram.count += bin.count();
    }
    histogram.sum = content.sum();
    histogram.largest = content.largest();
    return histogram;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LatencyHistogram that
        && largest == that.largest
        && Double.compare(sum, that.sum) == 0
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(counts) + Double.hashCode(sum);
  }

  @Override
  public String toString() {
    return count + " latencies, " + mean() + " in the mean";
  }
}
