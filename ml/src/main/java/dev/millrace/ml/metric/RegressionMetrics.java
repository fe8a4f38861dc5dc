package dev.millrace.ml.metric;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code mae}, {@code rmse}, and {@code r2}: one less the squared errors as a share of the squared
 * deviations of the labels from their mean. The deviations are summed by Welford's update, merged
 * by Chan's.
 */
public final class RegressionMetrics extends Metrics {
  private static final long serialVersionUID = 1L;

  private long rows;
  private double absoluteSum;
  private double squareSum;
  private double labelMean;
  private double labelDeviations;

  @Override
  public void add(double label, double[] outputs, int offset, int decided) {
    if (Double.isNaN(label)) {
      return;
    }
    double error = outputs[offset] - label;
    absoluteSum += Math.abs(error);
    squareSum += error * error;
    rows++;
    double before = label - labelMean;
    labelMean += before / rows;
    labelDeviations += before * (label - labelMean);
  }

  @Override
  public void merge(Metrics later) {
    if (!(later instanceof RegressionMetrics other)) {
      throw otherKind(later);
    }
    if (other.rows == 0) {
      return;
    }
    long both = rows + other.rows;
    double apart = other.labelMean - labelMean;
    labelDeviations += other.labelDeviations + apart * apart * ((double) rows / both) * other.rows;
    labelMean += apart * other.rows / both;
    absoluteSum += other.absoluteSum;
    squareSum += other.squareSum;
    rows = both;
  }

  @Override
  public RegressionMetrics fresh() {
    return new RegressionMetrics();
  }

  @Override
  public RegressionMetrics snapshot() {
    RegressionMetrics copy = new RegressionMetrics();
    copy.rows = rows;
    copy.absoluteSum = absoluteSum;
    copy.squareSum = squareSum;
    copy.labelMean = labelMean;
    copy.labelDeviations = labelDeviations;
    return copy;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("mae", absoluteSum / rows);
    values.put("rmse", Math.sqrt(squareSum / rows));
    values.put("r2", labelDeviations > 0 ? 1 - squareSum / labelDeviations : Double.NaN);
    return Collections.unmodifiableMap(values);
  }

  @Override
  public void save(StateWriter out) {
    out.put("kind", "regression")
        .put("rows", rows)
        .put("sums", new double[] {absoluteSum, squareSum, labelMean, labelDeviations});
  }

  @Override
  public void restore(StateReader in) {
    if (!in.getString("kind").equals("regression")) {
      throw new CheckpointException("state of '" + in.part() + "' is not of a regression");
    }
    rows = in.getLong("rows");
    double[] sums = in.getDoubles("sums", 4);
    absoluteSum = sums[0];
    squareSum = sums[1];
    labelMean = sums[2];
    labelDeviations = sums[3];
  }

  @Override
  boolean needsLabel() {
    return true;
  }

  @Override
  void precededBy(double label) {}
}
