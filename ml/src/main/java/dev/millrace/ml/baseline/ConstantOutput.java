package dev.millrace.ml.baseline;

import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.internal.Blocks;

/** The same outputs for every row. Immutable. */
final class ConstantOutput {
  private final int features;
  private final double[] outputs;

  /**
   * @param features the width of rows; 0 before the first block, when any is taken
   */
  ConstantOutput(int features, double... outputs) {
    this.features = features;
    this.outputs = outputs;
  }

  int features() {
    return features;
  }

  double get(int output) {
    return outputs[output];
  }

  void write(double[] out) {
    System.arraycopy(outputs, 0, out, 0, outputs.length);
  }

  void write(InstanceBlock block, double[] out) {
    if (features != 0) {
      Blocks.checkWidth("model", features, block.features());
    }
    for (int row = 0; row < block.rows(); row++) {
      System.arraycopy(outputs, 0, out, row * outputs.length, outputs.length);
    }
  }
}
