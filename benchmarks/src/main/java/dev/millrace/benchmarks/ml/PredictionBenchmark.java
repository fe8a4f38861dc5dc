package dev.millrace.benchmarks.ml;

import dev.millrace.benchmarks.Fixtures;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.linear.LogisticModel;
import dev.millrace.ml.linear.LogisticRegression;
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

/**
 * Nanoseconds per in-process prediction; run with {@code -prof gc} to see that it allocates
 * nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PredictionBenchmark {
  private static final int ROWS = 1000;

  @Param({"30", "100"})
  public int width;

  private double[] x;
  private double[] out;
  private PlainLogistic plain;
  private LogisticModel model;

  @Setup
  public void setUp() {
    x = Fixtures.features(ROWS, width);
    double[] y = Fixtures.classes(x, width);
    out = new double[1];
    plain = new PlainLogistic(width, 0.01, 0.01);
    plain.learn(x, y, 0, ROWS);
    LogisticRegression learner = new LogisticRegression(LogisticRegression.Options.defaults());
    learner.learn(new DenseBlock(ROWS, width, x, y, Fixtures.ones(ROWS)));
    model = learner.model();
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double plainLoop() {
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      sum += plain.predict(x, row * width);
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double millrace() {
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      model.predict(x, row * width, out);
      sum += out[0];
    }
    return sum;
  }
}
