package dev.millrace.benchmarks.connectors;

import dev.millrace.benchmarks.Fixtures;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.http.PredictionServer;
import dev.millrace.http.ServerOptions;
import dev.millrace.http.dashboard.Dashboard;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.stream.LearningStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds that a pipeline takes for four million rows of 30 features, in batches of 10,000,
 * with a learner: without a dashboard, with one at which nobody looks, and with so many listeners,
 * which are in a process of their own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 10)
public class DashboardBenchmark {
  private static final int ROWS = 4_000_000;
  private static final int BATCH = 10_000;
  private static final int DISTINCT = 10_000;
  private static final int WIDTH = 30;

  @Param({"none", "0", "10"})
  public String browsers;

  private double[][] rows;
  private double[] labels;
  private StreamingContext context;
  private PredictionServer server;
  private Process viewers;

  @Setup
  public void makeRows() {
    double[] x = Fixtures.features(DISTINCT, WIDTH);
    labels = Fixtures.classes(x, WIDTH);
    rows =
        IntStream.range(0, DISTINCT)
            .mapToObj(row -> Arrays.copyOfRange(x, row * WIDTH, (row + 1) * WIDTH))
            .toArray(double[][]::new);
  }

  @Setup(Level.Invocation)
  public void open() throws IOException {
    context =
        StreamingContext.create(
            StreamingConfig.named("benchmark")
                .withTrigger(Trigger.availableNow())
                .withMaxBatchRecords(BATCH)
                .withoutShutdownHook());
    LearningStream<Integer> learning = learning();
    if (!browsers.equals("none")) {
      server = Dashboard.of(context, List.of(learning)).serve(ServerOptions.defaults().withPort(0));
      if (!browsers.equals("0")) {
        look();
      }
    }
  }

  private LearningStream<Integer> learning() {
    double[][] of = rows;
    double[] y = labels;
    List<String> names = IntStream.range(0, WIDTH).mapToObj(j -> "x" + j).toList();
    return LearningStream.on(
            context.source("rows", GeneratorSource.bounded(ROWS, i -> (int) (i % DISTINCT))),
            Features.<Integer>of()
                .vector("x", names, row -> of[row])
                .labelClass(row -> y[row] == 1 ? "1" : "0", "0", "1")
                .build())
        .learner("model", new LogisticRegression(LogisticRegression.Options.defaults()))
        .named("learning");
  }

  private void look() throws IOException {
    viewers =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DashboardViewers.class.getName(),
                server.uri().resolve("/dashboard/events").toString(),
                browsers)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = viewers.inputReader();
    if (!"ready".equals(said.readLine())) {
      throw new IOException("the viewers did not connect");
    }
  }

  @Benchmark
  public void pipeline() throws InterruptedException {
    context.start();
    context.awaitTermination();
  }

  @TearDown(Level.Invocation)
  public void close() throws Exception {
    if (viewers != null) {
      viewers.getOutputStream().close();
      viewers.waitFor();
      viewers = null;
    }
    if (server != null) {
      server.close();
      server = null;
    }
    context.close();
  }
}
