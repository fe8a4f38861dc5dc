package dev.millrace.core.alert;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rule makes of the readings of a key: a level, which is compared with its limits. Works on
 * lists of points in the order of time that it gave itself; times are milliseconds since 1970.
 */
sealed interface Measure extends Serializable {
  /** No moment. */
  long NEVER = Long.MAX_VALUE;

  /** What is remembered after a reading; the newest is the last. */
  List<Point> add(List<Point> points, Point newest);

  /** What is remembered still. */
  List<Point> prune(List<Point> points, long now);

  /** NaN when the points do not define it. */
  double level(List<Point> points, long now);

  /** When the level next changes without a reading so far that it matters; {@link #NEVER}. */
  long wake(List<Point> points, Levels levels, boolean firing, long now);

  /** Whether a key may be forgotten that does not fire. */
  boolean isIdle(List<Point> points);

  /** Says a level in words. */
  String text(double level);

  /** The newest reading itself. */
  record Latest() implements Measure {
    @Override
    public List<Point> add(List<Point> points, Point newest) {
      return List.of(newest);
    }

    @Override
    public List<Point> prune(List<Point> points, long now) {
      return points;
    }

    @Override
    public double level(List<Point> points, long now) {
      return points.isEmpty() ? Double.NaN : last(points).value();
    }

    @Override
    public long wake(List<Point> points, Levels levels, boolean firing, long now) {
      return NEVER;
    }

    @Override
    public boolean isIdle(List<Point> points) {
      return true;
    }

    @Override
    public String text(double level) {
      return "value is " + Texts.number(level);
    }
  }

  /**
   * The change a second from the oldest reading in the window to the newest.
   *
   * @param window in milliseconds
   * @param sign 1 for a rise, -1 for a fall
   */
  record Rate(long window, int sign) implements Measure {
    @Override
    public List<Point> add(List<Point> points, Point newest) {
      return Thinning.add(points, newest, window, (kept, dropped) -> kept);
    }

    @Override
    public List<Point> prune(List<Point> points, long now) {
      return Thinning.after(points, now - window);
    }

    @Override
    public double level(List<Point> points, long now) {
      if (points.isEmpty() || last(points).time() == points.get(0).time()) {
        return Double.NaN;
      }
      double seconds = (last(points).time() - points.get(0).time()) / 1e3;
      return sign * (last(points).value() - points.get(0).value()) / seconds;
    }

    /** The oldest one leaves the window. */
    @Override
    public long wake(List<Point> points, Levels levels, boolean firing, long now) {
      return points.isEmpty() ? NEVER : points.get(0).time() + window;
    }

    @Override
    public boolean isIdle(List<Point> points) {
      return points.isEmpty();
    }

    @Override
    public String text(double level) {
      return (sign > 0 ? "rises by " : "falls by ") + Texts.number(level) + " a second";
    }
  }

  /**
   * How far the newest reading is below the largest in the window.
   *
   * @param window in milliseconds
   */
  record Fall(long window) implements Measure {
    @Override
    public List<Point> add(List<Point> points, Point newest) {
      return Thinning.add(
          points,
          newest,
          window,
          (kept, dropped) -> kept.value() >= dropped.value() ? kept : dropped);
    }

    @Override
    public List<Point> prune(List<Point> points, long now) {
      return Thinning.after(points, now - window);
    }

    @Override
    public double level(List<Point> points, long now) {
      if (points.isEmpty()) {
        return Double.NaN;
      }
      double largest = Double.NEGATIVE_INFINITY;
      for (Point point : points) {
        largest = Math.max(largest, point.value());
      }
      return largest - last(points).value();
    }

    /** The largest one may leave the window. */
    @Override
    public long wake(List<Point> points, Levels levels, boolean firing, long now) {
      if (points.isEmpty()) {
        return NEVER;
      }
      return (firing ? points.get(0) : last(points)).time() + window;
    }

    @Override
    public boolean isIdle(List<Point> points) {
      return points.isEmpty();
    }

    @Override
    public String text(double level) {
      return Texts.number(level) + " below its best in " + Texts.duration(window);
    }
  }

  /**
   * How many readings the window has, if they are not more than it takes to fire.
   *
   * @param most as many as it takes
   * @param window in milliseconds
   */
  record Count(int most, long window) implements Measure {
    @Override
    public List<Point> add(List<Point> points, Point newest) {
      List<Point> more = new ArrayList<>(points);
      more.add(newest);
      return more.size() > most ? more.subList(more.size() - most, more.size()) : more;
    }

    @Override
    public List<Point> prune(List<Point> points, long now) {
      return Thinning.after(points, now - window);
    }

    @Override
    public double level(List<Point> points, long now) {
      return points.size();
    }

    /** While it fires, when too many have left; else, when all have. */
    @Override
    public long wake(List<Point> points, Levels levels, boolean firing, long now) {
      if (points.isEmpty()) {
        return NEVER;
      }
      int needed = firing ? (int) Math.max(1, Math.ceil(levels.clear())) : 1;
      return points.get(Math.max(0, points.size() - needed)).time() + window;
    }

    @Override
    public boolean isIdle(List<Point> points) {
      return points.isEmpty();
    }

    @Override
    public String text(double level) {
      String span = Texts.duration(window);
      if (most == 1) {
        return level > 0 ? "has happened in the last " + span : "has not happened for " + span;
      }
      return level >= most
          ? most + " or more in the last " + span
          : "down to " + Texts.number(level) + " in the last " + span;
    }
  }

  /**
   * The seconds since the newest reading.
   *
   * @param limit in milliseconds
   */
  record Silence(long limit) implements Measure {
    @Override
    public List<Point> add(List<Point> points, Point newest) {
      return List.of(newest);
    }

    @Override
    public List<Point> prune(List<Point> points, long now) {
      return points;
    }

    @Override
    public double level(List<Point> points, long now) {
      return points.isEmpty() ? Double.NaN : (now - last(points).time()) / 1e3;
    }

    @Override
    public long wake(List<Point> points, Levels levels, boolean firing, long now) {
      long due = points.isEmpty() ? NEVER : last(points).time() + limit;
      return due > now ? due : NEVER;
    }

    @Override
    public boolean isIdle(List<Point> points) {
      return points.isEmpty();
    }

    @Override
    public String text(double level) {
      return level > 0
          ? "silent for " + Texts.duration((long) (level * 1e3))
          : "has been heard of again";
    }
  }

  private static Point last(List<Point> points) {
    return points.get(points.size() - 1);
  }
}
