package dev.millrace.ml.baseline;

import dev.millrace.ml.ProbabilisticClassifier;
import dev.millrace.ml.instance.InstanceBlock;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/** Gives every row the classes' frequencies as probabilities, and so names the majority class. */
public final class ClassFrequencies implements ProbabilisticClassifier {
  private final double[] frequencies;
  private final ConstantOutput output;

  /** Keeps the frequencies, which nobody else may change. */
  ClassFrequencies(int features, double[] frequencies) {
    this.frequencies = frequencies;
    this.output =
        frequencies.length == 2
            ? new ConstantOutput(features, frequencies[1])
            : new ConstantOutput(features, frequencies);
  }

  @Override
  public int features() {
    return output.features();
  }

  @Override
  public int classes() {
    return frequencies.length;
  }

  @Override
  public void predict(double[] x, int offset, double[] out) {
    output.write(out);
  }

  @Override
  public void predict(InstanceBlock block, double[] out) {
    output.write(block, out);
  }

  /** Tells each class's frequency, as {@code class 0} and so on. */
  @Override
  public void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {
    for (int k = 0; k < frequencies.length; k++) {
      out.accept("class " + k, frequencies[k]);
    }
  }
}
