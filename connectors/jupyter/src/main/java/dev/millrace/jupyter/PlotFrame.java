package dev.millrace.jupyter;

import dev.millrace.core.ConfigurationException;

/** What is around a plot's data. */
record PlotFrame(String title, String x, String y, int width, int height) {
  private static final int LEAST = 100;
  private static final int MOST = 2_000;

  PlotFrame {
    checkSize("width", width);
    checkSize("height", height);
  }

  private static void checkSize(String name, int size) {
    if (size < LEAST || size > MOST) {
      throw new ConfigurationException(
          name + " of a plot must be from " + LEAST + " to " + MOST + ", got " + size);
    }
  }

  PlotFrame sized(int newWidth, int newHeight) {
    return new PlotFrame(title, x, y, newWidth, newHeight);
  }
}
