package dev.millrace.core.testing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * How many records a second a connector moves, beside a bare client that does the same work.
 *
 * <pre>{@code
 * System.out.println(RateComparison.of("read", 50_000, this::bareRead, this::millraceRead));
 * }</pre>
 *
 * <p>The two run in turn, so that what else the machine does meets both, seven times after one run
 * that does not count; the figures are medians.
 *
 * @param what is compared
 * @param bare records a second of the bare client
 * @param millrace records a second of the pipeline
 */
public record RateComparison(String what, double bare, double millrace) {
  private static final int ROUNDS = 7;

  public RateComparison {
    Objects.requireNonNull(what, "what");
  }

  /** Moves the records, all of them. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /**
   * Compares, which takes as long as eight runs of both.
   *
   * @param records how many each run moves
   * @throws Exception what a run throws
   */
  public static RateComparison of(String what, long records, Work bare, Work millrace)
      throws Exception {
    double[] bareRates = new double[ROUNDS];
    double[] millraceRates = new double[ROUNDS];
    bare.run();
    millrace.run();
    for (int round = 0; round < ROUNDS; round++) {
      bareRates[round] = rate(records, bare);
      millraceRates[round] = rate(records, millrace);
    }
    return new RateComparison(what, median(bareRates), median(millraceRates));
  }

  private static double rate(long records, Work work) throws Exception {
    long begin = System.nanoTime();
    work.run();
    return records * 1e9 / Math.max(1, System.nanoTime() - begin);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** Millrace's rate by the bare client's. */
  public double ratio() {
    return millrace / bare;
  }

  /** Both rates and the ratio, in a line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: Millrace %,.0f records/s, bare client %,.0f, Millrace by bare %.2f",
        what,
        millrace,
        bare,
        ratio());
  }
}
