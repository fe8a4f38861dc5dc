package dev.millrace.ml.baseline;

import dev.millrace.ml.Regressor;
import dev.millrace.ml.instance.InstanceBlock;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/** Estimates the same number for every row. */
public final class ConstantRegressor implements Regressor {
  private final ConstantOutput output;

  ConstantRegressor(int features, double estimate) {
    this.output = new ConstantOutput(features, estimate);
  }

  @Override
  public int features() {
    return output.features();
  }

  @Override
  public double predict(double[] x, int offset) {
    return output.get(0);
  }

  @Override
  public void predict(InstanceBlock block, double[] out) {
    output.write(block, out);
  }

  /** Tells the {@code estimate}. */
  @Override
  public void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {
    out.accept("estimate", output.get(0));
  }
}
