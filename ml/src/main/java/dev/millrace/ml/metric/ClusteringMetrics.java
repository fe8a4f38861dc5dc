package dev.millrace.ml.metric;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.Map;

/**
 * {@code wcss}: the within-cluster sum of squares, each row measured to the centre that was nearest
 * when the row was predicted.
 */
public final class ClusteringMetrics extends Metrics {
  private static final long serialVersionUID = 1L;

  private long rows;
  private double squareSum;

  @Override
  public void add(double label, double[] outputs, int offset, int decided) {
    rows++;
    squareSum += outputs[offset + 1];
  }

  @Override
  public void merge(Metrics later) {
    if (!(later instanceof ClusteringMetrics other)) {
      throw otherKind(later);
    }
    rows += other.rows;
    squareSum += other.squareSum;
  }

  @Override
  public ClusteringMetrics fresh() {
    return new ClusteringMetrics();
  }

  @Override
  public ClusteringMetrics snapshot() {
    ClusteringMetrics copy = new ClusteringMetrics();
    copy.merge(this);
    return copy;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public Map<String, Double> values() {
    return Map.of("wcss", rows == 0 ? Double.NaN : squareSum);
  }

  @Override
  public void save(StateWriter out) {
    out.put("kind", "clustering").put("rows", rows).put("squareSum", squareSum);
  }

  @Override
  public void restore(StateReader in) {
    if (!in.getString("kind").equals("clustering")) {
      throw new CheckpointException("state of '" + in.part() + "' is not of a clustering");
    }
    rows = in.getLong("rows");
    squareSum = in.getDouble("squareSum");
  }

  @Override
  boolean needsLabel() {
    return false;
  }

  @Override
  void precededBy(double label) {}
}
