package dev.millrace.ml.metric;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.ArrayDeque;

/**
 * The figures of a {@link Metrics} over the last {@code n} rows. Keeps those rows' labels and
 * predictions and computes the figures afresh when asked, so they are those of {@code Metrics} to
 * the last bit, with no error that could grow.
 *
 * <p>Rows lie in pages; only the last page is still written to, so a {@link #snapshot} shares them
 * all. Not thread-safe, save that a snapshot may be read by others.
 */
public final class SlidingMetrics {
  private static final int PAGE_ROWS = 256;

  private final Metrics kind;
  private final int outputs;
  private final int width;
  private final int window;
  private final ArrayDeque<double[]> pages;
  // The first row kept is row `start` of the first page. One more than the window is kept: the
  // label before its first row is needed for kappa temporal.
  private int start;
  private int rows;

  /**
   * @param kind what to compute; used for its kind only
   * @param outputs how many numbers a prediction has
   * @param window how many rows count, from 1 to 1,000,000
   */
  public SlidingMetrics(Metrics kind, int outputs, int window) {
    this(kind.fresh(), outputs, window, new ArrayDeque<>());
    if (window < 1 || window > 1_000_000) {
      throw new ConfigurationException("window must be from 1 to 1000000 rows, got " + window);
    }
  }

  private SlidingMetrics(Metrics kind, int outputs, int window, ArrayDeque<double[]> pages) {
    this.kind = kind;
    this.outputs = outputs;
    this.width = outputs + 2;
    this.window = window;
    this.pages = pages;
  }

  /** Takes a row, as {@link Metrics#add} does. */
  public void add(double label, double[] from, int offset, int decided) {
    if (Double.isNaN(label) && kind.needsLabel()) {
      return;
    }
    int at = (start + rows) % PAGE_ROWS;
    if (at == 0) {
      pages.addLast(new double[PAGE_ROWS * width]);
    }
    double[] page = pages.getLast();
    page[at * width] = label;
    page[at * width + 1] = decided;
    System.arraycopy(from, offset, page, at * width + 2, outputs);
    if (rows <= window) {
      rows++;
    } else if (++start == PAGE_ROWS) {
      start = 0;
      pages.removeFirst();
    }
  }

  /** The figures over the last rows, computed now. */
  public Metrics metrics() {
    Metrics metrics = kind.fresh();
    int skipped = Math.max(0, rows - window);
    int row = -start;
    for (double[] page : pages) {
      for (int i = 0; i < PAGE_ROWS && row < rows; i++, row++) {
        if (row >= skipped) {
          metrics.add(page[i * width], page, i * width + 2, (int) page[i * width + 1]);
        } else if (row >= 0) {
          metrics.precededBy(page[i * width]);
        }
      }
    }
    return metrics;
  }

  /** The same rows in an object that later rows do not change. */
  public SlidingMetrics snapshot() {
    SlidingMetrics copy = new SlidingMetrics(kind, outputs, window, new ArrayDeque<>(pages));
    copy.start = start;
    copy.rows = rows;
    return copy;
  }

  public void save(StateWriter out) {
    double[] kept = new double[rows * width];
    int row = -start;
    for (double[] page : pages) {
      for (int i = 0; i < PAGE_ROWS && row < rows; i++, row++) {
        if (row >= 0) {
          System.arraycopy(page, i * width, kept, row * width, width);
        }
      }
    }
    out.put("outputs", outputs).put("rows", kept);
  }

  /** Takes over what {@link #save} wrote, in place of all rows so far; of more rows the last. */
  public void restore(StateReader in) {
    double[] kept = in.getDoubles("rows");
    if (in.getLong("outputs") != outputs || kept.length % width != 0) {
      throw new CheckpointException(
          "state of '" + in.part() + "' is not of predictions of " + outputs + " numbers");
    }
    pages.clear();
    start = 0;
    rows = 0;
    for (int at = 0; at < kept.length; at += width) {
      add(kept[at], kept, at + 2, (int) kept[at + 1]);
    }
  }
}
