package dev.millrace.ml.instance;

import java.util.Arrays;

/**
 * Collects rows in growing flat arrays. Made once, used batch after batch: {@link #clear} keeps the
 * arrays, and gives memory back after an unusually large batch.
 *
 * <pre>{@code
 * var rows = new InstanceBlockBuilder(extractor.schema());
 * extractor.extract(row, rows);
 * if (!rows.endRow()) {
 *   log.warn(rows.reason());       // feature 'amount' is NaN
 * }
 * InstanceBlock block = rows.block();
 * }</pre>
 *
 * <p>A row with a number that no learner could use, be it a feature, a label or a weight, is taken
 * back whole; so is a row that {@link #discardRow} gives up half-way. Not thread-safe.
 */
public final class InstanceBlockBuilder implements InstanceWriter {
  private static final int KEPT_ROWS = 1024;

  private final Schema schema;
  private final int width;
  private final RowStore store;
  private double[] labels = new double[16];
  private double[] weights = new double[16];
  private int rows;
  private double label = Double.NaN;
  private double weight = 1;
  private boolean labelled;
  private String reason = "";

  public InstanceBlockBuilder(Schema schema) {
    this.schema = schema;
    this.width = schema.width();
    this.store = schema.sparse() ? new SparseRows(width) : new DenseRows(width);
  }

  public Schema schema() {
    return schema;
  }

  /** How many rows have been ended and kept. */
  public int rows() {
    return rows;
  }

  @Override
  public void feature(int index, double value) {
    store.add(index, value);
  }

  @Override
  public void features(int index, double[] values, int from, int count) {
    store.addAll(index, values, from, count);
  }

  @Override
  public void missing(int index) {
    store.missing(index);
  }

  @Override
  public void label(double value) {
    label = value;
    labelled = true;
  }

  @Override
  public void weight(double value) {
    weight = value;
  }

  /**
   * Ends the row that was being written.
   *
   * @return whether it was good and is kept; {@link #reason} says why not
   */
  public boolean endRow() {
    reason = problem();
    if (!reason.isEmpty()) {
      discardRow();
      return false;
    }
    if (rows == labels.length) {
      labels = Arrays.copyOf(labels, 2 * rows);
      weights = Arrays.copyOf(weights, 2 * rows);
    }
    labels[rows] = label;
    weights[rows] = weight;
    rows++;
    store.endRow();
    begin();
    return true;
  }

  /**
   * Has a row written and ends it; a {@link StatefulExtractor} then observes it.
   *
   * @return why the row is refused, and nothing of it kept; empty if it is good
   */
  public <T> String add(FeatureExtractor<T> extractor, T row) {
    try {
      extractor.extract(row, this);
    } catch (Exception e) {
      discardRow();
      return reason(e);
    }
    if (endRow() && extractor instanceof StatefulExtractor<T> stateful) {
      try {
        stateful.observe(row);
      } catch (Exception e) {
        removeLastRow();
        return reason(e);
      }
    }
    return reason;
  }

  /** What a dead letter says of a row that could not be read. */
  public static String reason(Exception e) {
    String kind = e.getClass().getSimpleName();
    return e.getMessage() == null
        ? "the features could not be computed: " + kind
        : e instanceof IllegalArgumentException ? e.getMessage() : kind + ": " + e.getMessage();
  }

  /** Forgets what has been written of the current row. */
  public void discardRow() {
    store.discardRow();
    begin();
  }

  /** Takes back the row that was ended last. */
  public void removeLastRow() {
    if (rows == 0) {
      throw new IllegalStateException("there is no row to remove");
    }
    rows--;
    store.removeLastRow();
    begin();
  }

  /** Why the last {@link #endRow} refused its row; empty if it did not. */
  public String reason() {
    return reason;
  }

  /** The rows so far. The block shares this builder's arrays: use it before the next change. */
  public InstanceBlock block() {
    return store.block(rows, labels, weights);
  }

  /** Forgets all rows. */
  public void clear() {
    store.clear(rows);
    if (labels.length > KEPT_ROWS && labels.length / 8 > rows) {
      labels = new double[labels.length / 2];
      weights = new double[labels.length];
    }
    rows = 0;
    begin();
  }

  private void begin() {
    label = Double.NaN;
    labelled = false;
    weight = 1;
  }

  private String problem() {
    int bad = store.firstBad();
    if (bad >= 0) {
      return "feature '" + schema.features().get(bad) + "' is " + store.value(bad);
    }
    if (labelled && !goodLabel()) {
      int classes = schema.classes().size();
      return classes == 0
          ? "label is " + label
          : "label is " + label + ", expected the index of a class, from 0 to " + (classes - 1);
    }
    if (!(weight > 0 && weight <= Double.MAX_VALUE)) {
      return "weight is " + weight + ", expected more than 0";
    }
    return "";
  }

  private boolean goodLabel() {
    if (schema.classes().isEmpty()) {
      return Double.isFinite(label);
    }
    return label >= 0 && label < schema.classes().size() && label == Math.rint(label);
  }
}
