package dev.millrace.ml.baseline;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.Map;

/** Predicts the weighted mean of all labels so far; 0 before any. Deterministic; O(1) a row. */
public final class RunningMean extends Baseline<ConstantRegressor> {
  static final String KIND = "running-mean";

  private double mean;
  private double total;

  public RunningMean() {
    super(KIND);
  }

  @Override
  public int outputs(int features) {
    return 1;
  }

  @Override
  void predict(double[] out, int at) {
    out[at] = mean;
  }

  @Override
  void observe(double label, double weight, int row) {
    total += weight;
    mean += (label - mean) * (weight / total);
  }

  @Override
  public ConstantRegressor model() {
    return new ConstantRegressor(features(), mean);
  }

  @Override
  public RunningMean fresh() {
    return new RunningMean();
  }

  @Override
  Map<String, String> options() {
    return Map.of();
  }

  @Override
  void saveLearned(StateWriter out) {
    out.put("mean", mean).put("total", total);
  }

  @Override
  void restoreLearned(StateReader in) {
    mean = in.getDouble("mean");
    total = in.getDouble("total");
  }
}
