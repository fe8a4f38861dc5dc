package dev.millrace.ml.baseline;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Model;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.internal.Blocks;
import java.util.Map;

/** Walks over the labels of blocks and keeps count; a subclass says what it remembers of them. */
abstract class Baseline<M extends Model> implements SequentialLearner<M> {
  private static final int UNKNOWN = -1;

  private final String kind;
  private int features = UNKNOWN;
  private long rows;

  Baseline(String kind) {
    this.kind = kind;
  }

  /** Writes the prediction of the next row to {@code out} from {@code at} on. */
  abstract void predict(double[] out, int at);

  /** Takes a label into what is remembered. */
  abstract void observe(double label, double weight, int row);

  abstract void saveLearned(StateWriter out);

  abstract void restoreLearned(StateReader in);

  abstract Map<String, String> options();

  /** How many features rows have; 0 before the first block. */
  final int features() {
    return Math.max(0, features);
  }

  @Override
  public final String kind() {
    return kind;
  }

  @Override
  public final long rowsLearned() {
    return rows;
  }

  @Override
  public final void learn(InstanceBlock block) {
    checkWidth(block);
    for (int row = 0; row < block.rows(); row++) {
      learnRow(block, row);
    }
  }

  @Override
  public final void testThenTrain(InstanceBlock block, double[] out) {
    checkWidth(block);
    int outputs = outputs(block.features());
    for (int row = 0; row < block.rows(); row++) {
      predict(out, row * outputs);
      learnRow(block, row);
    }
  }

  private void learnRow(InstanceBlock block, int row) {
    double label = block.label(row);
    if (!Double.isNaN(label)) {
      observe(label, block.weight(row), row);
      rows++;
    }
  }

  private void checkWidth(InstanceBlock block) {
    if (features == UNKNOWN) {
      features = block.features();
    }
    Blocks.checkWidth(kind, features, block.features());
  }

  @Override
  public final void save(StateWriter out) {
    LearnerCatalog.saveType(kind, options(), out);
    out.put("rows", rows).put("features", features);
    saveLearned(out);
  }

  @Override
  public final void restore(StateReader in) {
    LearnerCatalog.checkType(kind, in);
    rows = in.getLong("rows");
    features = in.getInt("features", UNKNOWN, Integer.MAX_VALUE);
    restoreLearned(in);
  }
}
