package dev.millrace.ml.linear;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.feature.SparsePreprocessor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.internal.Blocks;

/** Descends over sparse rows; a row costs time in proportion to its stored values. */
final class SparseDescent extends Descent {
  private final SparsePreprocessor preprocessor;
  private final boolean identity;
  private double[] scratch = new double[0];

  SparseDescent(DescentOptions options, int features) {
    super(options, features);
    preprocessor = options.preprocessing().sparse(features);
    identity = preprocessor.identity();
  }

  @Override
  boolean sparse() {
    return true;
  }

  @Override
  void learn(InstanceBlock block) {
    SparseBlock sparse = Blocks.sparse(block);
    scratch = roomFor(sparse, scratch);
    for (int row = 0; row < sparse.rows(); row++) {
      double label = sparse.label(row);
      if (!Double.isNaN(label)) {
        if (identity) {
          double score = score(sparse, row);
          double g = gradient(score, output(score), label, sparse.weight(row), row);
          step(sparse, row, sparse.values(), sparse.starts()[row], g);
        } else {
          learnTransformed(sparse, row, label);
        }
      }
    }
  }

  @Override
  void testThenTrain(InstanceBlock block, double[] out) {
    SparseBlock sparse = Blocks.sparse(block);
    scratch = roomFor(sparse, scratch);
    for (int row = 0; row < sparse.rows(); row++) {
      double score = score(sparse, row);
      double output = output(score);
      out[row] = output;
      double label = sparse.label(row);
      if (!Double.isNaN(label)) {
        if (identity) {
          double g = gradient(score, output, label, sparse.weight(row), row);
          step(sparse, row, sparse.values(), sparse.starts()[row], g);
        } else {
          learnTransformed(sparse, row, label);
        }
      }
    }
  }

  private double score(SparseBlock block, int row) {
    int at = block.starts()[row];
    int count = block.starts()[row + 1] - at;
    return finite(
        preprocessor.dot(weights, block.indices(), block.values(), at, count), row, block);
  }

  private void learnTransformed(SparseBlock block, int row, double label) {
    int[] indices = block.indices();
    int at = block.starts()[row];
    int count = block.starts()[row + 1] - at;
    double[] z = scratch;
    preprocessor.learn(indices, block.values(), at, count);
    preprocessor.transform(indices, block.values(), at, count, z);
    double score = finite(dot(z, indices, at, count), row, block);
    step(block, row, z, 0, gradient(score, output(score), label, block.weight(row), row));
  }

  private void step(SparseBlock block, int row, double[] z, int zFrom, double g) {
    int at = block.starts()[row];
    int count = block.starts()[row + 1] - at;
    stepIntercept(g);
    update.sparse(weights, g, block.indices(), at, z, zFrom, count, l2, steps);
    if (penalty.active()) {
      penalty.sparse(weights, update.rate(steps), block.indices(), at, count);
    }
    steps++;
    rows++;
  }

  private double dot(double[] z, int[] indices, int at, int count) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += weights[indices[at + k]] * z[k];
    }
    return sum;
  }

  private double finite(double dot, int row, SparseBlock block) {
    double score = dot + intercept;
    if (!(Math.abs(score) <= Double.MAX_VALUE)) {
      int at = block.starts()[row];
      throw notFinite(row, block.values(), at, block.starts()[row + 1] - at);
    }
    return score;
  }

  /** An array that holds the values of any row of the block. */
  private static double[] roomFor(SparseBlock block, double[] scratch) {
    int longest = 0;
    for (int row = 0; row < block.rows(); row++) {
      longest = Math.max(longest, block.starts()[row + 1] - block.starts()[row]);
    }
    return longest <= scratch.length ? scratch : new double[Math.max(longest, 2 * scratch.length)];
  }

  @Override
  GradientSum.SparsePart part() {
    return new GradientSum.SparsePart(weights.length, preprocessor.empty());
  }

  @Override
  void accumulate(GradientSum.Part part, InstanceBlock block) {
    GradientSum.SparsePart sum = (GradientSum.SparsePart) part;
    SparseBlock sparse = Blocks.sparse(block);
    sum.scratch = roomFor(sparse, sum.scratch);
    double[] z = sum.scratch;
    int[] indices = sparse.indices();
    for (int row = 0; row < sparse.rows(); row++) {
      double label = sparse.label(row);
      if (Double.isNaN(label)) {
        continue;
      }
      int at = sparse.starts()[row];
      int count = sparse.starts()[row + 1] - at;
      preprocessor.transform(indices, sparse.values(), at, count, z);
      double score = finite(dot(z, indices, at, count), row, sparse);
      double g = gradient(score, output(score), label, sparse.weight(row), row);
      for (int k = 0; k < count; k++) {
        sum.gradient[indices[at + k]] += g * z[k];
      }
      sum.intercept += g;
      sum.weight += sparse.weight(row);
      sum.rows++;
      sum.preprocessor.learn(indices, sparse.values(), at, count);
    }
  }

  @Override
  void apply(GradientSum.Part part) {
    if (part.rows > 0) {
      stepMean(part);
      preprocessor.merge(((GradientSum.SparsePart) part).preprocessor);
    }
  }

  @Override
  LinearScorer scorer() {
    return new SparseScorer(finiteWeights(), intercept, preprocessor.copy());
  }

  @Override
  void savePreprocessing(StateWriter out) {
    preprocessor.save(out);
  }

  @Override
  void restorePreprocessing(StateReader in) {
    preprocessor.restore(in);
  }
}
