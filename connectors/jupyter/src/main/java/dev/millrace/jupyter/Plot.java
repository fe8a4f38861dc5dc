package dev.millrace.jupyter;

import java.util.ArrayList;
import java.util.List;

/**
 * A plot, which a cell shows as an image. Immutable and thread-safe; drawn when it is shown. {@link
 * Plots} makes them.
 */
public abstract sealed class Plot permits XyPlot, BarPlot {
  private final PlotFrame frame;

  Plot(PlotFrame frame) {
    this.frame = frame;
  }

  final PlotFrame frame() {
    return frame;
  }

  /** What stands above it. */
  public final String title() {
    return frame.title();
  }

  /** In pixels of the page; the image has two fifths more, for screens that can show them. */
  public final int width() {
    return frame.width();
  }

  /** As {@link #width}. */
  public final int height() {
    return frame.height();
  }

  /**
   * The same in another size.
   *
   * @param width from 100 to 2,000
   * @param height likewise
   */
  public abstract Plot sized(int width, int height);

  /** Draws it, as a PNG file. */
  public abstract byte[] png();

  /** What is drawn, in words: a line per series. */
  abstract List<String> words();

  /** The title, and then for each series how many points it has, their range, and their mean. */
  @Override
  public final String toString() {
    List<String> lines = new ArrayList<>(List.of("plot: " + title()));
    words().forEach(line -> lines.add("  " + line));
    return String.join("\n", lines);
  }
}
