package dev.millrace.benchmarks.ml;

import dev.millrace.benchmarks.Fixtures;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.linear.RecursiveLeastSquares;
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

/** Nanoseconds per dense row of recursive least squares; the plain loop updates the P matrix. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LeastSquaresBenchmark {
  private static final int ROWS = 1000;

  @Param({"30", "100"})
  public int width;

  private double[] x;
  private double[] y;
  private double[] p;
  private double[] gain;
  private double[] weights;
  private DenseBlock block;
  private RecursiveLeastSquares learner;

  @Setup
  public void setUp() {
    x = Fixtures.features(ROWS, width);
    y = Fixtures.classes(x, width);
    p = new double[width * width];
    for (int j = 0; j < width; j++) {
      p[j * width + j] = 1e6;
    }
    gain = new double[width];
    weights = new double[width];
    block = new DenseBlock(ROWS, width, x, y, Fixtures.ones(ROWS));
    learner = new RecursiveLeastSquares(RecursiveLeastSquares.Options.defaults());
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[] plainLoop() {
    for (int row = 0; row < ROWS; row++) {
      int at = row * width;
      double scale = 1;
      double error = y[row];
      for (int i = 0; i < width; i++) {
        double sum = 0;
        for (int j = 0; j < width; j++) {
          sum += p[i * width + j] * x[at + j];
        }
        gain[i] = sum;
        scale += sum * x[at + i];
        error -= weights[i] * x[at + i];
      }
      for (int i = 0; i < width; i++) {
        weights[i] += gain[i] * error / scale;
        for (int j = 0; j < width; j++) {
          p[i * width + j] -= gain[i] * gain[j] / scale;
        }
      }
    }
    return weights;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public RecursiveLeastSquares millrace() {
    learner.learn(block);
    return learner;
  }
}
