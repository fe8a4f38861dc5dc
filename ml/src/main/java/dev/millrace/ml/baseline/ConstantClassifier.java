package dev.millrace.ml.baseline;

import dev.millrace.ml.Classifier;
import dev.millrace.ml.instance.InstanceBlock;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/** Names the same class for every row: a score of 1 for it, 0 for the others. */
public final class ConstantClassifier implements Classifier {
  private final int classes;
  private final int named;
  private final ConstantOutput output;

  ConstantClassifier(int features, int classes, int named) {
    this.classes = classes;
    this.named = named;
    double[] scores = new double[classes == 2 ? 1 : classes];
    Scores.write(named, classes, scores, 0);
    this.output = new ConstantOutput(features, scores);
  }

  @Override
  public int features() {
    return output.features();
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public void predict(double[] x, int offset, double[] out) {
    output.write(out);
  }

  @Override
  public void predict(InstanceBlock block, double[] out) {
    output.write(block, out);
  }

  /** Tells the index of the {@code class}. */
  @Override
  public void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {
    out.accept("class", named);
  }
}
