package dev.millrace.ml.testing;

import dev.millrace.core.testing.Check;
import dev.millrace.ml.AdditiveModel;
import dev.millrace.ml.Clusterer;
import dev.millrace.ml.Learner;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.MergeableLearner;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * What every learner must keep to, as checks over seeded random rows: labels are classes where the
 * schema names some, else numbers; rows are sparse where it says so.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> shouldConform() {
 *   return LearnerConformance.checks(() -> new MyLearner(), schema).stream()
 *       .map(check -> DynamicTest.dynamicTest(check.name(), check::run));
 * }
 * }</pre>
 *
 * <p>A check that does not hold throws an {@link AssertionError}.
 */
public final class LearnerConformance {
  private static final int ROWS = 211;

  private final Supplier<? extends Learner<?>> learners;
  private final Schema schema;
  private final RandomRows rows;

  private LearnerConformance(Supplier<? extends Learner<?>> learners, Schema schema) {
    this.learners = learners;
    this.schema = schema;
    this.rows = new RandomRows(schema, ROWS, 7);
  }

  /**
   * The checks that apply to a kind of learner.
   *
   * @param learners gives a learner that has learned nothing, equal ones each time
   * @param schema of the rows to try it on; at least two features
   */
  public static List<Check> checks(Supplier<? extends Learner<?>> learners, Schema schema) {
    if (schema.width() < 2) {
      throw new IllegalArgumentException("expected at least 2 features, got " + schema.width());
    }
    LearnerConformance suite = new LearnerConformance(learners, schema);
    List<Check> checks = new ArrayList<>(suite.common());
    if (learners.get() instanceof SequentialLearner<?>) {
      checks.addAll(
          new SequentialConformance(() -> (SequentialLearner<?>) learners.get(), suite.rows)
              .checks());
    }
    if (learners.get() instanceof MergeableLearner<?, ?>) {
      checks.addAll(
          new MergeableConformance(() -> (MergeableLearner<?, ?>) learners.get(), suite.rows)
              .checks());
    }
    if (learners.get().model() instanceof AdditiveModel) {
      checks.addAll(new AdditiveConformance(learners, suite.rows).checks());
    }
    return checks;
  }

  private List<Check> common() {
    return List.of(
        new Check("equal rows give equal bytes", this::deterministic),
        new Check("a fresh learner has learned nothing", this::fresh),
        new Check("saved and restored it goes on as if nothing had happened", this::restored),
        new Check("restored and saved again it gives equal bytes", this::savedTwice),
        new Check("a model is not affected by later learning", this::snapshot),
        new Check("a model predicts one row as it predicts a block", this::oneRow),
        new Check("a model describes itself in finite numbers", this::described),
        new Check("learning and predicting leave a block as it was", this::untouched),
        new Check("a block of another width is refused with both widths", this::otherWidth),
        new Check("rows without a label teach nothing to who needs one", this::unlabelled),
        new Check("rows learned are counted", this::counted),
        new Check("an empty block changes nothing", this::emptyBlock),
        new Check("absurd values give no NaN unsaid", this::absurd));
  }

  private void deterministic() {
    Asserts.equalState("two runs over the same rows", learned(), learned());
  }

  private Learner<?> learned() {
    Learner<?> learner = learners.get();
    rows.inBlocksOf(50).forEach(learner::learn);
    return learner;
  }

  private void fresh() {
    Learner<?> fresh = learned().fresh();
    Asserts.equalState("fresh() and a new learner", learners.get(), fresh);
    Asserts.that(fresh.rowsLearned() == 0, "fresh() has learned " + fresh.rowsLearned() + " rows");
    rows.inBlocksOf(50).forEach(fresh::learn);
    Asserts.equalState("fresh() after the same rows", learned(), fresh);
  }

  private void restored() {
    List<InstanceBlock> blocks = rows.inBlocksOf(30);
    for (int stop = 0; stop < blocks.size(); stop++) {
      Learner<?> before = learners.get();
      blocks.subList(0, stop).forEach(before::learn);
      Learner<?> after = Asserts.restored(before, learners.get());
      for (InstanceBlock block : blocks.subList(stop, blocks.size())) {
        before.learn(block);
        after.learn(block);
        Asserts.equalPredictions(
            "restored after " + stop + " blocks", before.model(), after.model(), rows.probe());
      }
      Asserts.equalState("restored after " + stop + " blocks", before, after);
    }
  }

  private void savedTwice() {
    Learner<?> learner = learned();
    Asserts.equalState("restored", learner, Asserts.restored(learner, learners.get()));
    Learner<?> empty = learners.get();
    Asserts.equalState("restored empty", empty, Asserts.restored(empty, learners.get()));
  }

  private void snapshot() {
    Learner<?> learner = learners.get();
    List<InstanceBlock> blocks = rows.inBlocksOf(50);
    learner.learn(blocks.get(0));
    var model = learner.model();
    double[] before = Asserts.predictions(model, rows.probe());
    blocks.forEach(learner::learn);
    Asserts.equal("an earlier model", before, Asserts.predictions(model, rows.probe()));
  }

  private void oneRow() {
    var model = learned().model();
    int outputs = model.outputs();
    double[] block = Asserts.predictions(model, rows.probe());
    double[] one = new double[outputs];
    for (int row = 0; row < rows.probe().rows(); row++) {
      model.predict(rows.denseRow(row), 0, one);
      for (int k = 0; k < outputs; k++) {
        Asserts.equal("row " + row, block[row * outputs + k], one[k]);
      }
    }
  }

  private void described() {
    learned()
        .model()
        .describe(
            schema.features(),
            (name, value) ->
                Asserts.that(
                    !Double.isNaN(value) && !Double.isInfinite(value), name + " is " + value));
  }

  private void untouched() {
    byte[] before = RandomRows.bytes(rows.all());
    Learner<?> learner = learners.get();
    learner.learn(rows.all());
    Asserts.predictions(learner.model(), rows.all());
    Asserts.that(Arrays.equals(before, RandomRows.bytes(rows.all())), "the block was modified");
  }

  private void otherWidth() {
    Learner<?> learner = learned();
    InstanceBlock narrow = rows.narrower();
    String given = Integer.toString(narrow.features());
    String expected = Integer.toString(schema.width());
    for (Runnable attempt :
        List.<Runnable>of(
            () -> learner.learn(narrow),
            () -> learner.model().predict(narrow, new double[narrow.rows() * 64]))) {
      try {
        attempt.run();
      } catch (LearnerException e) {
        Asserts.that(
            e.getMessage().contains(given) && e.getMessage().contains(expected),
            "the message lacks the widths: " + e.getMessage());
        continue;
      }
      throw new AssertionError("a block of another width was taken");
    }
  }

  private void unlabelled() {
    if (learners.get().model() instanceof Clusterer) {
      return;
    }
    Learner<?> with = learners.get();
    rows.halfUnlabelled().forEach(with::learn);
    Learner<?> without = learners.get();
    rows.labelledHalf().forEach(without::learn);
    Asserts.equalState("with and without unlabelled rows", without, with);
  }

  private void counted() {
    Asserts.that(learned().rowsLearned() == ROWS, "expected " + ROWS + " rows learned");
  }

  private void emptyBlock() {
    Learner<?> learner = learned();
    Learner<?> other = learned();
    learner.learn(rows.empty());
    Asserts.equalState("after an empty block", other, learner);
  }

  private void absurd() {
    for (double value : new double[] {1e300, -1e300, 1e-300, 1e160, Double.MIN_VALUE}) {
      Learner<?> learner = learned();
      try {
        learner.learn(rows.absurd(value));
        rows.inBlocksOf(50).forEach(learner::learn);
        for (double output : Asserts.predictions(learner.model(), rows.probe())) {
          Asserts.that(
              !Double.isNaN(output) && !Double.isInfinite(output),
              "after a feature of " + value + " a prediction is " + output);
        }
      } catch (LearnerException e) {
        Asserts.that(e.getMessage().length() > 20, "the message says nothing: " + e.getMessage());
      }
    }
  }
}
