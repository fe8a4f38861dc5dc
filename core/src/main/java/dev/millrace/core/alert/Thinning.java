package dev.millrace.core.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** Remembers a window of readings by a bounded number of points. */
final class Thinning {
  /** A window is known to about this part of its length. */
  private static final int RESOLUTION = 64;

  private Thinning() {}

  /**
   * Adds a point. The newest is kept as it is; of two before it that stand closer together than a
   * 64th of the window, one.
   *
   * @param merge which of an earlier and a later point is kept
   */
  static List<Point> add(
      List<Point> points, Point newest, long window, BinaryOperator<Point> merge) {
    List<Point> more = new ArrayList<>(points);
    int size = more.size();
    if (size >= 2
        && more.get(size - 1).time() - more.get(size - 2).time() < window / RESOLUTION + 1) {
      Point kept = merge.apply(more.get(size - 2), more.get(size - 1));
      more.subList(size - 2, size).clear();
      more.add(kept);
    }
    more.add(newest);
    return more;
  }

  /** Those of later times. */
  static List<Point> after(List<Point> points, long time) {
    int first = 0;
    while (first < points.size() && points.get(first).time() <= time) {
      first++;
    }
    return points.subList(first, points.size());
  }
}
