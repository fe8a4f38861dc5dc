package dev.millrace.core.source;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Divides what a batch may take among splits. */
public final class FairShare {
  private FairShare() {}

  /**
   * Everybody gets the same, and what one does not need goes to the others.
   *
   * @param available what each could use, not negative
   * @param budget to be given away, all of it if it can be used
   * @return what each gets, in the same order
   */
  public static long[] of(long budget, List<Long> available) {
    long[] shares = new long[available.size()];
    List<Integer> smallestFirst =
        IntStream.range(0, shares.length)
            .boxed()
            .sorted(Comparator.<Integer>comparingLong(available::get))
            .toList();
    long left = budget;
    int others = shares.length;
    for (int index : smallestFirst) {
      shares[index] = Math.min(available.get(index), left / others);
      left -= shares[index];
      others--;
    }
    return shares;
  }
}
