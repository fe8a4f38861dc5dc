package dev.millrace.jupyter;

/**
 * A plot, which a cell shows as an image. Immutable and thread-safe; drawn when it is shown. {@link
 * Plots} makes them.
 */
public sealed interface Plot permits XyPlot, BarPlot {
  /** What stands above it. */
  String title();

  /** In pixels of the page; the image has half as many more, for screens that can show them. */
  int width();

  /** As {@link #width}. */
  int height();

  /**
   * The same in another size.
   *
   * @param width from 100 to 2,000
   * @param height likewise
   */
  Plot sized(int width, int height);

  /** Draws it, as a PNG file. */
  byte[] png();
}
