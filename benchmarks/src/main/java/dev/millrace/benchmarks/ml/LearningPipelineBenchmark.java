package dev.millrace.benchmarks.ml;

import dev.millrace.benchmarks.Fixtures;
import dev.millrace.benchmarks.Pipelines;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.stream.LearningStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * Nanoseconds per row of 30 features through a whole in-memory pipeline: source, features, predict,
 * train, predictions handed on. The plain loop does the same over the same row objects.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LearningPipelineBenchmark {
  private static final int ROWS = 200_000;
  private static final int DISTINCT = 10_000;
  private static final int WIDTH = 30;

  /** A row as a user has it. */
  public static final class Reading {
    private final double[] values;
    private final int label;

    Reading(double[] values, int label) {
      this.values = values;
      this.label = label;
    }

    double[] values() {
      return values;
    }

    int label() {
      return label;
    }
  }

  @Param({"1000", "10000"})
  public int batchRows;

  private Reading[] readings;
  private FeatureExtractor<Reading> extractor;

  @Setup
  public void setUp() {
    double[] x = Fixtures.features(DISTINCT, WIDTH);
    double[] y = Fixtures.classes(x, WIDTH);
    readings =
        IntStream.range(0, DISTINCT)
            .mapToObj(
                row ->
                    new Reading(
                        java.util.Arrays.copyOfRange(x, row * WIDTH, (row + 1) * WIDTH),
                        (int) y[row]))
            .toArray(Reading[]::new);
    List<String> names = IntStream.range(0, WIDTH).mapToObj(j -> "x" + j).toList();
    extractor =
        Features.<Reading>of()
            .vector("x", names, Reading::values)
            .labelClass(r -> r.label() == 1 ? "1" : "0", "0", "1")
            .build();
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double plainLoop() {
    PlainLogistic plain = new PlainLogistic(WIDTH, 0.01, 0.01);
    double[] y = new double[1];
    double[] out = new double[1];
    double sum = 0;
    for (int i = 0; i < ROWS; i++) {
      Reading reading = readings[i % DISTINCT];
      y[0] = reading.label();
      plain.testThenTrain(reading.values(), y, 0, 1, out);
      sum += out[0];
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double millrace() throws InterruptedException {
    Reading[] rows = readings;
    double[] sum = new double[1];
    Pipelines.run(
        batchRows,
        config -> config,
        context ->
            LearningStream.on(
                    context.source(
                        "readings", GeneratorSource.bounded(ROWS, i -> rows[(int) (i % DISTINCT)])),
                    extractor)
                .learner("model", new LogisticRegression(LogisticRegression.Options.defaults()))
                .named("learning")
                .predictions()
                .foreachBatch(
                    (batch, scope) -> batch.collect().forEach(s -> sum[0] += s.output())));
    return sum[0];
  }
}
