package dev.millrace.ml.baseline;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.internal.ClassLabels;
import java.util.Map;

/**
 * Predicts the class of the row before ("no change", "persistence"); the first class before any
 * label. Deterministic; O(1) a row.
 *
 * <pre>{@code
 * LastClass learner = new LastClass(2);
 * }</pre>
 */
public final class LastClass extends Baseline<ConstantClassifier> {
  static final String KIND = "last-class";

  private final int classes;
  private int last;

  /**
   * @param classes how many there are, at least 2
   */
  public LastClass(int classes) {
    super(KIND);
    this.classes = ClassLabels.check(classes);
  }

  /** For the classes of a schema. */
  public static LastClass of(Schema schema) {
    return new LastClass(schema.classes().size());
  }

  @Override
  public int outputs(int features) {
    return classes == 2 ? 1 : classes;
  }

  @Override
  void predict(double[] out, int at) {
    Scores.write(last, classes, out, at);
  }

  @Override
  void observe(double label, double weight, int row) {
    last = ClassLabels.index(label, classes, row);
  }

  @Override
  public ConstantClassifier model() {
    return new ConstantClassifier(features(), classes, last);
  }

  @Override
  public LastClass fresh() {
    return new LastClass(classes);
  }

  @Override
  Map<String, String> options() {
    return Map.of(ClassLabels.OPTION.name(), Integer.toString(classes));
  }

  @Override
  void saveLearned(StateWriter out) {
    out.put("last", last);
  }

  @Override
  void restoreLearned(StateReader in) {
    last = in.getInt("last", 0, classes - 1);
  }
}
