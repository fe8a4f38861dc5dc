package dev.millrace.benchmarks.ml;

import dev.millrace.benchmarks.Fixtures;
import dev.millrace.ml.cluster.KMeansOptions;
import dev.millrace.ml.cluster.OnlineKMeans;
import dev.millrace.ml.feature.Scaling;
import dev.millrace.ml.instance.DenseBlock;
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

/** Nanoseconds per dense row: online k-means with ten centres, without scaling. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class KMeansBenchmark {
  private static final int ROWS = 1000;
  private static final int CLUSTERS = 10;

  @Param({"30", "100"})
  public int width;

  private double[] x;
  private double[] centres;
  private double[] counts;
  private DenseBlock block;
  private OnlineKMeans learner;

  @Setup
  public void setUp() {
    x = Fixtures.features(ROWS, width);
    centres = java.util.Arrays.copyOf(x, CLUSTERS * width);
    counts = Fixtures.ones(CLUSTERS);
    block = new DenseBlock(ROWS, width, x, new double[ROWS], Fixtures.ones(ROWS));
    learner = new OnlineKMeans(KMeansOptions.of(CLUSTERS).withScaling(Scaling.NONE).withSeed(1));
    for (int i = 0; i < 20; i++) {
      learner.learn(block);
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[] plainLoop() {
    for (int row = 0; row < ROWS; row++) {
      int at = row * width;
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int c = 0; c < CLUSTERS; c++) {
        double distance = 0;
        for (int j = 0; j < width; j++) {
          double d = x[at + j] - centres[c * width + j];
          distance += d * d;
        }
        if (distance < least) {
          least = distance;
          nearest = c;
        }
      }
      double rate = 1 / ++counts[nearest];
      for (int j = 0; j < width; j++) {
        centres[nearest * width + j] += rate * (x[at + j] - centres[nearest * width + j]);
      }
    }
    return centres;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public OnlineKMeans millrace() {
    learner.learn(block);
    return learner;
  }
}
