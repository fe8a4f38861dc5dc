package dev.millrace.ml.testing;

import dev.millrace.core.testing.Check;
import dev.millrace.ml.Model;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.instance.InstanceBlock;
import java.util.List;
import java.util.function.Supplier;

/** What learners that take rows one after the other must keep to. */
final class SequentialConformance {
  private final Supplier<SequentialLearner<?>> learners;
  private final RandomRows rows;

  SequentialConformance(Supplier<SequentialLearner<?>> learners, RandomRows rows) {
    this.learners = learners;
    this.rows = rows;
  }

  List<Check> checks() {
    return List.of(
        new Check("however rows are cut into blocks, equal bytes result", this::cutting),
        new Check("however rows are cut, equal predictions result", this::cuttingPredictions),
        new Check("test-then-train learns what learning alone does", this::sameLearning),
        new Check("test-then-train predicts as the model before each row does", this::prequential));
  }

  private SequentialLearner<?> learned(int size) {
    SequentialLearner<?> learner = learners.get();
    rows.inBlocksOf(size).forEach(learner::learn);
    return learner;
  }

  private void cutting() {
    SequentialLearner<?> whole = learned(Integer.MAX_VALUE / 2);
    for (int size : new int[] {1, 7, 100}) {
      Asserts.equalState("blocks of " + size, whole, learned(size));
    }
  }

  private double[] tested(SequentialLearner<?> learner, int size) {
    List<InstanceBlock> blocks = rows.inBlocksOf(size);
    int outputs = learner.outputs(blocks.get(0).features());
    double[] all = new double[blocks.stream().mapToInt(InstanceBlock::rows).sum() * outputs];
    int next = 0;
    for (InstanceBlock block : blocks) {
      double[] out = new double[block.rows() * outputs];
      learner.testThenTrain(block, out);
      System.arraycopy(out, 0, all, next, out.length);
      next += out.length;
    }
    return all;
  }

  private void cuttingPredictions() {
    double[] whole = tested(learners.get(), Integer.MAX_VALUE / 2);
    for (int size : new int[] {1, 7, 100}) {
      Asserts.equal("blocks of " + size, whole, tested(learners.get(), size));
    }
  }

  private void sameLearning() {
    for (int size : new int[] {1, 40}) {
      SequentialLearner<?> tested = learners.get();
      tested(tested, size);
      Asserts.equalState("blocks of " + size, learned(size), tested);
    }
  }

  private void prequential() {
    SequentialLearner<?> learner = learners.get();
    for (InstanceBlock row : rows.inBlocksOf(1)) {
      Model model = learner.model();
      Asserts.that(
          model.outputs() == learner.outputs(row.features()),
          "model and learner differ in the number of outputs");
      double[] predicted = Asserts.predictions(model, row);
      double[] tested = new double[predicted.length];
      learner.testThenTrain(row, tested);
      Asserts.equal("after " + learner.rowsLearned() + " rows", predicted, tested);
    }
  }
}
