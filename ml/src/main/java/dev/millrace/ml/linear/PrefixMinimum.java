package dev.millrace.ml.linear;

/**
 * Numbers of which single ones change, and the prefix whose sum is least: a segment tree whose
 * nodes hold their numbers' sum and the least sum of their prefixes. Every node is a function of
 * its two children, so that equal numbers give equal bits whatever was done before.
 */
final class PrefixMinimum {
  private final int size;

  /** Node 1 is the root, node n has the children 2n and 2n + 1, number i is node size + i. */
  private final double[] sums;

  private final double[] least;

  /**
   * @param size how many numbers there are, a power of two
   */
  PrefixMinimum(int size) {
    this.size = size;
    this.sums = new double[2 * size];
    this.least = new double[2 * size];
  }

  /** Sets one number; O(log size). */
  void set(int index, double value) {
    int node = size + index;
    sums[node] = value;
    least[node] = value;
    for (node /= 2; node > 0; node /= 2) {
      double left = sums[2 * node];
      sums[node] = left + sums[2 * node + 1];
      least[node] = Math.min(least[2 * node], left + least[2 * node + 1]);
    }
  }

  /** How long the shortest of the prefixes with the least sum is, from 0 to size; O(log size). */
  int argMin() {
    if (least[1] >= 0) {
      return 0;
    }
    int node = 1;
    while (node < size) {
      node = 2 * node + (least[2 * node] <= sums[2 * node] + least[2 * node + 1] ? 0 : 1);
    }
    return node - size + 1;
  }
}
