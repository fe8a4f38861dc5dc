package dev.millrace.ml.baseline;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.internal.ClassLabels;
import java.util.Arrays;
import java.util.Map;

/**
 * Predicts the class met most often; its outputs are the classes' frequencies so far, by weight.
 * Before the first label all classes are alike. Deterministic; O(1) a row.
 *
 * <pre>{@code
 * MajorityClass learner = new MajorityClass(2);
 * }</pre>
 */
public final class MajorityClass extends Baseline<ClassFrequencies> {
  static final String KIND = "majority-class";

  private final double[] counts;
  private double total;

  /**
   * @param classes how many there are, at least 2
   */
  public MajorityClass(int classes) {
    super(KIND);
    this.counts = new double[ClassLabels.check(classes)];
  }

  /** For the classes of a schema. */
  public static MajorityClass of(Schema schema) {
    return new MajorityClass(schema.classes().size());
  }

  @Override
  public int outputs(int features) {
    return counts.length == 2 ? 1 : counts.length;
  }

  private double frequency(int k) {
    return total > 0 ? counts[k] / total : 1.0 / counts.length;
  }

  @Override
  void predict(double[] out, int at) {
    if (counts.length == 2) {
      out[at] = frequency(1);
    } else {
      for (int k = 0; k < counts.length; k++) {
        out[at + k] = frequency(k);
      }
    }
  }

  @Override
  void observe(double label, double weight, int row) {
    counts[ClassLabels.index(label, counts.length, row)] += weight;
    total += weight;
  }

  @Override
  public ClassFrequencies model() {
    double[] frequencies = new double[counts.length];
    Arrays.setAll(frequencies, this::frequency);
    return new ClassFrequencies(features(), frequencies);
  }

  @Override
  public MajorityClass fresh() {
    return new MajorityClass(counts.length);
  }

  @Override
  Map<String, String> options() {
    return Map.of(ClassLabels.OPTION.name(), Integer.toString(counts.length));
  }

  @Override
  void saveLearned(StateWriter out) {
    out.put("counts", counts).put("total", total);
  }

  @Override
  void restoreLearned(StateReader in) {
    System.arraycopy(in.getDoubles("counts", counts.length), 0, counts, 0, counts.length);
    total = in.getDouble("total");
  }
}
