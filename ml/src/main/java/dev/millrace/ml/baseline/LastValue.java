package dev.millrace.ml.baseline;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.Map;

/** Predicts the label of the row before; 0 before any. Deterministic; O(1) a row. */
public final class LastValue extends Baseline<ConstantRegressor> {
  static final String KIND = "last-value";

  private double last;

  public LastValue() {
    super(KIND);
  }

  @Override
  public int outputs(int features) {
    return 1;
  }

  @Override
  void predict(double[] out, int at) {
    out[at] = last;
  }

  @Override
  void observe(double label, double weight, int row) {
    last = label;
  }

  @Override
  public ConstantRegressor model() {
    return new ConstantRegressor(features(), last);
  }

  @Override
  public LastValue fresh() {
    return new LastValue();
  }

  @Override
  Map<String, String> options() {
    return Map.of();
  }

  @Override
  void saveLearned(StateWriter out) {
    out.put("last", last);
  }

  @Override
  void restoreLearned(StateReader in) {
    last = in.getDouble("last");
  }
}
