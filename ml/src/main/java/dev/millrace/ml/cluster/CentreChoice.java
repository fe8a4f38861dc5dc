package dev.millrace.ml.cluster;

import java.util.SplittableRandom;

/** Draws rows that become the initial centres. */
final class CentreChoice {
  private final RowBuffer rows;
  private final int candidates;
  private final int width;
  private final SplittableRandom random;
  private final boolean[] taken;

  /**
   * @param candidates how many of the rows, from the first on, may be drawn
   */
  CentreChoice(RowBuffer rows, int candidates, int width, long seed) {
    this.rows = rows;
    this.candidates = candidates;
    this.width = width;
    this.random = new SplittableRandom(seed);
    this.taken = new boolean[rows.rows()];
  }

  /** Whether a row has become a centre. */
  boolean taken(int row) {
    return taken[row];
  }

  /** Sets all centres to rows drawn uniformly, without repetition. */
  void random(Centres centres) {
    for (int c = 0; c < centres.weights.length; c++) {
      place(centres, c, anyRow());
    }
  }

  /** Sets all centres to rows drawn by k-means++. */
  void plusPlus(Centres centres, double[] scale) {
    double[] nearest = new double[candidates];
    for (int c = 0; c < centres.weights.length; c++) {
      double total = 0;
      for (int row = 0; row < candidates; row++) {
        double distance =
            c == 0
                ? rows.weight(row)
                : rows.weight(row)
                    * centres.squaredDistance(c - 1, rows.values(), row * width, scale);
        nearest[row] = c <= 1 ? distance : Math.min(nearest[row], distance);
        total += nearest[row];
      }
      place(centres, c, total > 0 ? drawn(nearest, total) : anyRow());
    }
  }

  /** A row drawn with probability in proportion to its mass. */
  private int drawn(double[] mass, double total) {
    double left = random.nextDouble() * total;
    int last = 0;
    for (int row = 0; row < candidates; row++) {
      if (mass[row] > 0 && !taken[row]) {
        last = row;
        left -= mass[row];
        if (left < 0) {
          return row;
        }
      }
    }
    return last;
  }

  /** One of the rows that are not taken, all alike. */
  private int anyRow() {
    int free = 0;
    for (int row = 0; row < candidates; row++) {
      free += taken[row] ? 0 : 1;
    }
    int skip = random.nextInt(free);
    int row = -1;
    do {
      row++;
      skip -= taken[row] ? 0 : 1;
    } while (skip >= 0);
    return row;
  }

  private void place(Centres centres, int c, int row) {
    taken[row] = true;
    System.arraycopy(rows.values(), row * width, centres.values, c * width, width);
    centres.weights[c] = rows.weight(row);
  }
}
