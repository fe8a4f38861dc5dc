package dev.millrace.jupyter;

import dev.millrace.core.ConfigurationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A plot over two axes of numbers: lines, points, histograms, and marks where something happened.
 * Series are drawn in the order in which they were added, each in a colour of its own. Of more than
 * {@value #MOST_POINTS} points evenly spaced ones are drawn.
 *
 * <pre>{@code
 * Plots.xy("Reliability", "probability said", "share that came")
 *     .reference("perfect", new double[] {0, 1}, new double[] {0, 1})
 *     .points("champion", said, came);
 * }</pre>
 */
public final class XyPlot extends Plot {
  static final int MOST_POINTS = 800;

  private final List<Series> series;
  private final Optional<Range> range;

  private XyPlot(PlotFrame frame, List<Series> series, Optional<Range> range) {
    super(frame);
    this.series = series;
    this.range = range;
  }

  static XyPlot in(PlotFrame frame) {
    return new XyPlot(frame, List.of(), Optional.empty());
  }

  /** How a series is drawn. */
  enum Kind {
    LINE,
    POINTS,
    LARGE_POINTS,
    STEPS,
    REFERENCE,
    MARK
  }

  /** Of equally many numbers; of a mark only the first x counts. */
  @SuppressWarnings("ArrayRecordComponent") // is never compared
  record Series(Kind kind, String name, double[] x, double[] y) {
    private String words(PlotFrame frame) {
      if (kind == Kind.MARK) {
        return name + ": at " + Numbers.text(x[0]);
      }
      long points = Arrays.stream(y).filter(Double::isFinite).count();
      return "%s: %d points; %s %s; %s %s"
          .formatted(name, points, frame.x(), Numbers.range(x), frame.y(), Numbers.range(y));
    }
  }

  /** Of the vertical axis. */
  record Range(double from, double until) {}

  /**
   * Adds a line. It has a gap where y is NaN.
   *
   * @param x rising; not modified, copied
   * @param y as many; not modified, copied
   */
  public XyPlot line(String name, double[] x, double[] y) {
    return with(Kind.LINE, name, x, y);
  }

  /** Adds a dashed, grey line, with which others are compared. */
  public XyPlot reference(String name, double[] x, double[] y) {
    return with(Kind.REFERENCE, name, x, y);
  }

  /** Adds points; as {@link #line} takes them, but in any order. */
  public XyPlot points(String name, double[] x, double[] y) {
    return with(Kind.POINTS, name, x, y);
  }

  /** Adds points that stand out from others. */
  public XyPlot largePoints(String name, double[] x, double[] y) {
    return with(Kind.LARGE_POINTS, name, x, y);
  }

  /**
   * Adds a histogram: how many values fall into each of equally wide bins. Values outside are not
   * counted.
   *
   * @param values not modified
   * @param bins from 1 to 1,000
   * @param from where the first bin begins
   * @param until where the last bin ends, above {@code from}
   */
  public XyPlot histogram(String name, double[] values, int bins, double from, double until) {
    if (bins < 1 || bins > 1_000 || !(until > from)) {
      throw new ConfigurationException(
          "a histogram needs 1 to 1,000 bins over a range, got %d from %s to %s"
              .formatted(bins, from, until));
    }
    double[] counts = new double[bins];
    for (double value : values) {
      if (value >= from && value <= until) {
        int bin = (int) (bins * (value - from) / (until - from));
        counts[Math.min(bins - 1, bin)]++;
      }
    }
    return steps(name, counts, from, until);
  }

  /**
   * Adds a histogram whose bins have been counted.
   *
   * @param counts a number per bin, all equally wide; not modified
   */
  public XyPlot steps(String name, double[] counts, double from, double until) {
    double[] x = new double[2 * counts.length + 2];
    double[] y = new double[x.length];
    for (int i = 0; i <= counts.length; i++) {
      x[2 * i] = from + (until - from) * i / counts.length;
      x[2 * i + 1] = x[2 * i];
      y[2 * i] = i == 0 ? 0 : counts[i - 1];
      y[2 * i + 1] = i == counts.length ? 0 : counts[i];
    }
    return with(Kind.STEPS, name, x, y);
  }

  /** Adds an upright, dashed line, where something happened. */
  public XyPlot mark(String name, double x) {
    return with(Kind.MARK, name, new double[] {x}, new double[] {0});
  }

  /** The same with a vertical axis from here to there, instead of as wide as the data. */
  public XyPlot yRange(double from, double until) {
    if (!(until > from)) {
      throw new ConfigurationException("y range must rise, got " + from + " to " + until);
    }
    return new XyPlot(frame(), series, Optional.of(new Range(from, until)));
  }

  private XyPlot with(Kind kind, String name, double[] x, double[] y) {
    if (x.length != y.length || x.length == 0) {
      throw new ConfigurationException(
          "series '" + name + "' of a plot has " + x.length + " x and " + y.length + " y");
    }
    if (series.stream().anyMatch(other -> other.name().equals(name))) {
      throw new ConfigurationException("a plot has two series named '" + name + "'");
    }
    List<Series> more = new ArrayList<>(series);
    more.add(new Series(kind, name, thinned(x), thinned(y)));
    return new XyPlot(frame(), List.copyOf(more), range);
  }

  private static double[] thinned(double[] values) {
    int step = (values.length + MOST_POINTS - 1) / MOST_POINTS;
    double[] kept = new double[(values.length + step - 1) / step];
    Arrays.setAll(kept, i -> values[i * step]);
    return kept;
  }

  List<Series> series() {
    return series;
  }

  Optional<Range> range() {
    return range;
  }

  @Override
  public XyPlot sized(int width, int height) {
    return new XyPlot(frame().sized(width, height), series, range);
  }

  @Override
  List<String> words() {
    return series.stream().map(each -> each.words(frame())).toList();
  }

  @Override
  public byte[] png() {
    return Drawing.png(this);
  }
}
