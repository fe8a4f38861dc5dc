package dev.millrace.ml.linear;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.internal.Blocks;

/** What gradient learners share: a {@link Descent} that begins with the first block. */
final class GradientLearner {
  private final String kind;
  private final DescentOptions options;
  private Descent descent;

  GradientLearner(String kind, DescentOptions options) {
    this.kind = kind;
    this.options = options;
  }

  void learn(InstanceBlock block) {
    descent(block).learn(block);
  }

  void testThenTrain(InstanceBlock block, double[] out) {
    descent(block).testThenTrain(block, out);
  }

  private Descent descent(InstanceBlock block) {
    if (descent == null) {
      descent = Descent.of(options, block);
    }
    checkWidth(block.features());
    return descent;
  }

  private void checkWidth(int features) {
    Blocks.checkWidth(kind, descent.weights.length, features);
  }

  void accumulate(GradientSum sum, InstanceBlock block) {
    Blocks.checkWidth(kind, sum.features(), block.features());
    if (sum.empty()) {
      sum.start(descent == null ? Descent.of(options, block) : descent);
    }
    sum.base().accumulate(sum.part(), block);
  }

  GradientSum accumulator(int features) {
    if (descent != null) {
      checkWidth(features);
    }
    return new GradientSum(features);
  }

  GradientSum restoreAccumulator(StateReader in) {
    int features = in.getInt("features", 0, Integer.MAX_VALUE);
    GradientSum sum = accumulator(features);
    if (in.has("layout")) {
      boolean sparse = in.getString("layout").equals("sparse");
      sum.start(descent == null ? Descent.of(options, features, sparse) : descent);
      if (sum.base().sparse() != sparse) {
        throw new CheckpointException(
            "accumulator of " + kind + ": expected rows of the other layout, got " + in.part());
      }
      sum.part().restore(in);
    }
    return sum;
  }

  void apply(GradientSum sum) {
    if (!sum.empty()) {
      descent = sum.base();
      descent.apply(sum.part());
    }
  }

  LinearScorer scorer() {
    return descent == null ? new UntrainedScorer() : descent.scorer();
  }

  long rows() {
    return descent == null ? 0 : descent.rows;
  }

  void save(StateWriter out) {
    LearnerCatalog.saveType(kind, GradientOptions.texts(options), out);
    if (descent != null) {
      out.put("learned", descent::save);
    }
  }

  void restore(StateReader in) {
    LearnerCatalog.checkType(kind, in);
    if (in.has("learned")) {
      descent = Descent.restored(options, in.get("learned"));
    }
  }
}
