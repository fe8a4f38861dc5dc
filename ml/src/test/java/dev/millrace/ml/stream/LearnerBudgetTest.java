package dev.millrace.ml.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.state.StateUsage;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.ml.LearnerBudget;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.linear.LogisticModel;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.linear.MiniBatchLogisticRegression;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A learner that grows with its rows stops at its budget, and loses nothing that it learned. */
class LearnerBudgetTest {
  private static final int BATCH = 50;
  private static final int BATCHES = 6;

  /** Room for what {@link Growing} takes after three batches, not after four. */
  private static final long BUDGET = 4000;

  private static final int FIT = 3;

  record Point(int id, double x, String verdict) implements Serializable {}

  private static final StreamingConfig CONFIG =
      StreamingConfig.named("test").withMaxBatchRecords(BATCH);

  private static final FeatureExtractor<Point> FEATURES =
      Features.<Point>of().numeric("x", Point::x).labelClass(Point::verdict, "no", "yes").build();

  private static List<Point> points() {
    SplittableRandom random = new SplittableRandom(11);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < BATCH * BATCHES; i++) {
      double x = random.nextDouble() - 0.5;
      points.add(new Point(i, x, x > 0.1 ? "yes" : "no"));
    }
    return points;
  }

  /** Takes 20 bytes more with every row. */
  private static final class Growing implements SequentialLearner<LogisticModel> {
    private final LogisticRegression learner =
        new LogisticRegression(LogisticRegression.Options.defaults());

    @Override
    public String kind() {
      return "growing";
    }

    @Override
    public int outputs(int features) {
      return learner.outputs(features);
    }

    @Override
    public void learn(InstanceBlock block) {
      learner.learn(block);
    }

    @Override
    public void testThenTrain(InstanceBlock block, double[] out) {
      learner.testThenTrain(block, out);
    }

    @Override
    public LogisticModel model() {
      return learner.model();
    }

    @Override
    public Growing fresh() {
      return new Growing();
    }

    @Override
    public long rowsLearned() {
      return learner.rowsLearned();
    }

    @Override
    public void save(StateWriter out) {
      out.put("learner", learner::save).put("grown", new byte[20 * (int) rowsLearned()]);
    }

    @Override
    public void restore(StateReader in) {
      learner.restore(in.get("learner"));
    }
  }

  private final AtomicReference<LearningStream<Point>> learning = new AtomicReference<>();
  private final MemorySink<Double> outputs = new MemorySink<>();

  private StreamTestDriver driver(UnaryOperator<LearningStream.Builder<Point>> asked) {
    return driver(asked, ReplaySource.of(points()), CONFIG);
  }

  private StreamTestDriver driver(
      UnaryOperator<LearningStream.Builder<Point>> asked,
      ReplaySource<Point> source,
      StreamingConfig config) {
    Consumer<StreamingContext> description =
        context -> {
          learning.set(
              asked
                  .apply(LearningStream.on(context.source("points", source), FEATURES))
                  .learner("growing", new Growing())
                  .evaluate(EvaluationMode.PER_ROW, 100)
                  .named("learning"));
          learning.get().predictions().map(scored -> scored.output("growing")).to("out", outputs);
        };
    return StreamTestDriver.of(config, description);
  }

  private static byte[] state(StreamTestDriver driver) {
    return driver.checkpoint().orElseThrow().parts().get("learning");
  }

  private LearnerReport growing() {
    return learning.get().report().learner("growing");
  }

  @Test
  void shouldStopBeforeTheBatchThatDoesNotFitAndGoOnWithMore(@TempDir Path directory) {
    StreamingConfig config = CONFIG.withCheckpoint(directory);
    ReplaySource<Point> source = ReplaySource.of(points());
    try (StreamTestDriver driver =
        driver(stream -> stream.budget(LearnerBudget.failing(BUDGET)), source, config)) {
      for (int i = 0; i < FIT; i++) {
        StateUsage usage = driver.runBatch().stateUsage().get("learning");
        assertTrue(usage.bytes() > 20L * BATCH * (i + 1) && usage.bytes() <= BUDGET, "" + usage);
        assertEquals(BUDGET, usage.maxBytes());
        assertEquals(0, usage.refusedRecords());
      }
      byte[] before = state(driver);
      String message = assertThrows(MillraceException.class, driver::runBatch).getMessage();
      for (String said : List.of("'growing'", "200 rows", "" + BUDGET, "LearnerBudget.skipping")) {
        assertTrue(message.contains(said), message);
      }
      assertArrayEquals(before, state(driver));
    }
    byte[] after;
    try (StreamTestDriver driver =
        driver(stream -> stream.budget(LearnerBudget.failing(2 * BUDGET)), source, config)) {
      assertEquals(BATCHES - FIT, driver.runAll());
      after = state(driver);
    }
    LearnerBudgetTest unlimited = new LearnerBudgetTest();
    try (StreamTestDriver driver = unlimited.driver(stream -> stream)) {
      assertTrue(driver.runBatch().stateUsage().isEmpty());
      driver.runAll();
      assertArrayEquals(state(driver), after);
    }
    assertEquals(unlimited.outputs.records(), outputs.records());
  }

  @Test
  void shouldGoOnPredictingWithWhatFits() {
    UnaryOperator<LearningStream.Builder<Point>> skipping =
        stream -> stream.budget(LearnerBudget.skipping(BUDGET));
    byte[] last;
    try (StreamTestDriver driver = driver(skipping)) {
      double[] learnedByThen = new double[1];
      for (int i = 0; i < BATCHES; i++) {
        BatchReport report = driver.runBatch();
        StateUsage usage = report.stateUsage().get("learning");
        assertTrue(usage.bytes() <= BUDGET, "" + usage);
        assertEquals(i < FIT ? 0 : BATCH, usage.refusedRecords(), "batch " + i);
        double[] out = new double[1];
        learning.get().predictor("growing").predict(new double[] {0.2}, 0, out);
        if (i >= FIT) {
          assertArrayEquals(learnedByThen, out);
        }
        learnedByThen = out;
      }
      last = state(driver);
    }
    assertEquals(BATCH * BATCHES, outputs.records().size());
    assertEquals(BATCH * FIT, growing().rowsLearned());
    assertEquals(BATCH * (BATCHES - FIT), growing().rowsRefused());
    for (BatchStep step : List.of(BatchStep.COMPUTE, BatchStep.COMMIT, BatchStep.PUBLISH)) {
      LearnerBudgetTest crashing = new LearnerBudgetTest();
      try (StreamTestDriver driver = crashing.driver(skipping)) {
        for (int i = 0; i < BATCHES; i++) {
          driver.crashAt(step);
          driver.recover();
          if (step != BatchStep.PUBLISH) {
            driver.runBatch();
          }
        }
        assertArrayEquals(last, state(driver), "crashes at " + step);
      }
    }
  }

  /** A learner that has seen nothing is smaller than one that knows how many features there are. */
  @Test
  void shouldTakeBackWhatWasMergedAndLetOthersLearn() {
    MiniBatchLogisticRegression merged =
        new MiniBatchLogisticRegression(LogisticRegression.Options.defaults());
    StateWriter empty = new StateWriter();
    merged.save(empty);
    try (StreamTestDriver driver =
        driver(
            stream ->
                stream
                    .learner("merged", merged)
                    .budget(LearnerBudget.skipping(empty.toBytes().length)))) {
      driver.runAll();
    }
    LearnerReport report = learning.get().report().learner("merged");
    assertEquals(0, report.rowsLearned());
    assertEquals(BATCH * BATCHES, report.rowsRefused());
    assertEquals(BATCH * BATCHES, report.rowsScored());
  }

  @Test
  void shouldKeepToItWhereLabelsComeLater() {
    DelayedLabels<Point, Point> options =
        DelayedLabels.of(
            point -> "" + point.id(),
            point -> Instant.EPOCH,
            point -> "" + point.id(),
            point -> Instant.EPOCH,
            LabelValue.classOf(Point::verdict));
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            CONFIG,
            context -> {
              DStream<Point> all = context.source("points", ReplaySource.of(points()));
              learning.set(
                  LearningStream.on(all, FEATURES)
                      .delayedLabels(all, options)
                      .learner("growing", new Growing())
                      .budget(LearnerBudget.skipping(BUDGET))
                      .evaluate(EvaluationMode.PER_BATCH, 100)
                      .named("learning"));
            })) {
      long refused = 0;
      for (int i = 0; i < BATCHES; i++) {
        StateUsage usage = driver.runBatch().stateUsage().get("learning");
        assertTrue(usage.bytes() <= BUDGET, "" + usage);
        refused += usage.refusedRecords();
      }
      assertEquals(BATCH * FIT, growing().rowsLearned());
      assertEquals(BATCH * (BATCHES - FIT), growing().rowsRefused());
      assertEquals(growing().rowsRefused(), refused);
    }
  }

  @Test
  void shouldRefuseBudgetsOfNothing() {
    assertThrows(ConfigurationException.class, () -> LearnerBudget.failing(0));
  }
}
