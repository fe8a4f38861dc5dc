package dev.millrace.benchmarks.ml;

import dev.millrace.benchmarks.Fixtures;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.linear.LogisticRegression;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds per sparse row out of 100,000 features: logistic SGD without scaling. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SparseLogisticRegressionBenchmark {
  private static final int ROWS = 1000;
  private static final int WIDTH = 100_000;

  /** How many features of a row are not zero. */
  @Param({"30", "100"})
  public int width;

  private SparseBlock block;
  private PlainSparseLogistic plain;
  private LogisticRegression learner;

  @Setup
  public void setUp() {
    Random random = new Random(7);
    int[] starts = new int[ROWS + 1];
    int[] indices = new int[ROWS * width];
    for (int row = 0; row < ROWS; row++) {
      starts[row + 1] = starts[row] + width;
      int[] picked = random.ints(0, WIDTH).distinct().limit(width).sorted().toArray();
      System.arraycopy(picked, 0, indices, starts[row], width);
    }
    double[] values = Fixtures.features(ROWS, width);
    double[] labels = Fixtures.classes(values, width);
    block = new SparseBlock(ROWS, WIDTH, starts, indices, values, labels, Fixtures.ones(ROWS));
    plain = new PlainSparseLogistic(WIDTH, 0.01, 0.01);
    learner =
        new LogisticRegression(
            LogisticRegression.Options.defaults().withPreprocessing(Preprocessing.none()));
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double plainLoopLearn() {
    return plain.learn(
        block.starts(), block.indices(), block.values(), block.labels(), block.rows());
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public LogisticRegression millraceLearn() {
    learner.learn(block);
    return learner;
  }
}
