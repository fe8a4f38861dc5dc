package dev.millrace.benchmarks.ml;

import dev.millrace.benchmarks.Fixtures;
import dev.millrace.ml.instance.DenseBlock;
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

/** Nanoseconds per dense row: standard scaling and logistic SGD, against the plainest loop. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LogisticRegressionBenchmark {
  private static final int ROWS = 1000;

  @Param({"30", "100"})
  public int width;

  private double[] x;
  private double[] y;
  private double[] scores;
  private DenseBlock block;
  private PlainLogistic plain;
  private LogisticRegression learner;

  @Setup
  public void setUp() {
    x = Fixtures.features(ROWS, width);
    y = Fixtures.classes(x, width);
    scores = new double[ROWS];
    block = new DenseBlock(ROWS, width, x, y, Fixtures.ones(ROWS));
    plain = new PlainLogistic(width, 0.01, 0.01);
    learner = new LogisticRegression(LogisticRegression.Options.defaults());
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public PlainLogistic plainLoopLearn() {
    plain.learn(x, y, 0, ROWS);
    return plain;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public LogisticRegression millraceLearn() {
    learner.learn(block);
    return learner;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[] plainLoopTestThenTrain() {
    plain.testThenTrain(x, y, 0, ROWS, scores);
    return scores;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[] millraceTestThenTrain() {
    learner.testThenTrain(block, scores);
    return scores;
  }
}
