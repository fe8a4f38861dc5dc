package dev.millrace.http.dashboard;

import java.util.Arrays;

/** One series of a {@link History}: a number per point, NaN where there is none. */
final class Column {
  /** What neighbours become when they are made one point. */
  enum Merge {
    SUM,
    MEAN,
    LAST
  }

  private final Merge merge;
  private double[] values = {};

  Column(Merge merge) {
    this.merge = merge;
  }

  double get(int point) {
    return point < values.length ? values[point] : Double.NaN;
  }

  /** Whether none of the points has a number. */
  boolean isEmpty(int points) {
    for (int i = 0; i < points; i++) {
      if (!Double.isNaN(get(i))) {
        return false;
      }
    }
    return true;
  }

  void set(int point, double value) {
    if (point >= values.length) {
      int before = values.length;
      values = Arrays.copyOf(values, Math.max(16, 2 * (point + 1)));
      Arrays.fill(values, before, values.length, Double.NaN);
    }
    values[point] = value;
  }

  /**
   * Takes in a value that belongs to a point which has some already.
   *
   * @param share of the value in the point, for a mean
   */
  void add(int point, double value, double share) {
    double old = get(point);
    if (Double.isNaN(old)) {
      set(point, value);
    } else if (!Double.isNaN(value)) {
      set(
          point,
          switch (merge) {
            case SUM -> old + value;
            case MEAN -> old + (value - old) * share;
            case LAST -> value;
          });
    }
  }

  /** Makes one point of each two. */
  void halve(int points) {
    for (int i = 0; i < points; i += 2) {
      double first = get(i);
      double second = i + 1 < points ? get(i + 1) : Double.NaN;
      set(i / 2, first);
      add(i / 2, second, 0.5);
    }
    for (int i = (points + 1) / 2; i < Math.min(points, values.length); i++) {
      values[i] = Double.NaN;
    }
  }

  void clear() {
    Arrays.fill(values, Double.NaN);
  }
}
