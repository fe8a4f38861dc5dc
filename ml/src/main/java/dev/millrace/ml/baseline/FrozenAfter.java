package dev.millrace.ml.baseline;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Model;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import java.util.Arrays;
import java.util.Objects;

/**
 * A learner that stops learning after so many rows: what a model trained once and then left alone
 * would score. The baseline that shows what learning on is worth.
 *
 * <pre>{@code
 * new FrozenAfter<>(new LogisticRegression(options), 1_000)
 * }</pre>
 *
 * <p>Rows are counted whether they have a label or not. Deterministic if the learner inside is;
 * costs what that one costs, and only a prediction once frozen.
 */
public final class FrozenAfter<M extends Model> implements SequentialLearner<M> {
  private final SequentialLearner<M> learner;
  private final long rows;
  private long seen;

  /**
   * @param learner what learns at first; belongs to this learner from now on
   * @param rows how many rows it learns from, at least 1
   */
  public FrozenAfter(SequentialLearner<M> learner, long rows) {
    this.learner = Objects.requireNonNull(learner, "learner");
    if (rows < 1) {
      throw new ConfigurationException("rows must be at least 1, got " + rows);
    }
    this.rows = rows;
  }

  /** The kind of the learner inside: what is saved can be read as one of those. */
  @Override
  public String kind() {
    return learner.kind();
  }

  @Override
  public int outputs(int features) {
    return learner.outputs(features);
  }

  @Override
  public void learn(InstanceBlock block) {
    int first = firstRows(block);
    if (first == block.rows()) {
      learner.learn(block);
    } else if (first > 0) {
      learner.learn(slice(block, 0, first));
    }
    seen += block.rows();
  }

  @Override
  public void testThenTrain(InstanceBlock block, double[] out) {
    int first = firstRows(block);
    if (first == block.rows()) {
      learner.testThenTrain(block, out);
    } else if (first == 0) {
      learner.model().predict(block, out);
    } else {
      learner.testThenTrain(slice(block, 0, first), out);
      int rest = block.rows() - first;
      int width = learner.outputs(block.features());
      double[] tail = new double[rest * width];
      learner.model().predict(slice(block, first, rest), tail);
      System.arraycopy(tail, 0, out, first * width, tail.length);
    }
    seen += block.rows();
  }

  /** How many rows of the block are still to be learned from. */
  private int firstRows(InstanceBlock block) {
    return (int) Math.max(0, Math.min(block.rows(), rows - seen));
  }

  private static InstanceBlock slice(InstanceBlock block, int from, int count) {
    int to = from + count;
    if (block instanceof DenseBlock dense) {
      int width = dense.features();
      return new DenseBlock(
          count,
          width,
          Arrays.copyOfRange(dense.values(), from * width, to * width),
          Arrays.copyOfRange(dense.labels(), from, to),
          Arrays.copyOfRange(dense.weights(), from, to));
    }
    SparseBlock sparse = (SparseBlock) block;
    return new SparseBlock(
        count,
        sparse.features(),
        Arrays.copyOfRange(sparse.starts(), from, to + 1),
        sparse.indices(),
        sparse.values(),
        Arrays.copyOfRange(sparse.labels(), from, to),
        Arrays.copyOfRange(sparse.weights(), from, to));
  }

  @Override
  public M model() {
    return learner.model();
  }

  @Override
  public FrozenAfter<M> fresh() {
    return new FrozenAfter<>((SequentialLearner<M>) learner.fresh(), rows);
  }

  @Override
  public long rowsLearned() {
    return learner.rowsLearned();
  }

  @Override
  public void save(StateWriter out) {
    learner.save(out);
    out.put("rowsSeen", seen);
  }

  @Override
  public void restore(StateReader in) {
    learner.restore(in);
    seen = in.getLong("rowsSeen");
  }
}
