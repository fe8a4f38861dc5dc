package dev.millrace.benchmarks.connectors;

import com.sun.management.OperatingSystemMXBean;
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
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a dashboard costs a pipeline that never waits: four million rows of 30 features, in batches
 * of 10,000, with a learner; without a dashboard, with one at which nobody looks, and with ten
 * listeners in a process of their own.
 *
 * <p>The three run in turn, in an order that rotates, so that what else the machine does meets all
 * of them; each round gives the ratios of its runs. A single run varies by ten percent, so it takes
 * many rounds to see one: it prints the median of the ratios, and between which two of them the
 * true median lies with 95 % confidence (order statistics, which assume no distribution). Steadier
 * is what share of the process's processor time the threads of dashboard and server took.
 *
 * <pre>{@code
 * java -cp benchmarks/target/benchmarks.jar dev.millrace.benchmarks.connectors.DashboardCost 100
 * }</pre>
 */
public final class DashboardCost {
  private static final int ROWS = 4_000_000;
  private static final int BATCH = 10_000;
  private static final int DISTINCT = 10_000;
  private static final int WIDTH = 30;
  private static final int BROWSERS = 10;
  private static final int WARM_UP = 3;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final Pattern SERVING = Pattern.compile("millrace-dashboard|millrace-http");

  private enum Watched {
    NOT_SHOWN,
    BY_NOBODY,
    BY_BROWSERS
  }

  private final double[][] rows;
  private final double[] labels;

  /** Of the processor time of the last run before browsers, what dashboard and server took. */
  private double share;

  private DashboardCost() {
    double[] x = Fixtures.features(DISTINCT, WIDTH);
    labels = Fixtures.classes(x, WIDTH);
    rows =
        IntStream.range(0, DISTINCT)
            .mapToObj(row -> Arrays.copyOfRange(x, row * WIDTH, (row + 1) * WIDTH))
            .toArray(double[][]::new);
  }

  /**
   * @param arguments how many rounds, of some five seconds; 100 unless told
   */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length == 0 ? 100 : Integer.parseInt(arguments[0]);
    DashboardCost cost = new DashboardCost();
    for (int round = 0; round < WARM_UP; round++) {
      cost.round(round);
    }
    double[] alone = new double[rounds];
    double[] shown = new double[rounds];
    double[] watched = new double[rounds];
    double[] share = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      Map<Watched, Double> seconds = cost.round(round);
      alone[round] = seconds.get(Watched.NOT_SHOWN);
      shown[round] = seconds.get(Watched.BY_NOBODY) / alone[round];
      watched[round] = seconds.get(Watched.BY_BROWSERS) / alone[round];
      share[round] = cost.share;
    }
    print("seconds without a dashboard", alone);
    print("by that: with one at which nobody looks", shown);
    print("by that: while " + BROWSERS + " browsers look", watched);
    print("share of processor time, while " + BROWSERS + " browsers look", share);
  }

  private static void print(String what, double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    int reach = (int) Math.ceil(0.98 * Math.sqrt(values.length));
    System.out.printf(
        Locale.ROOT,
        "%s: %.3f (%.3f to %.3f)%n",
        what,
        values[half],
        values[Math.max(0, half - reach)],
        values[Math.min(values.length - 1, half + reach)]);
  }

  /** Seconds that each took. */
  private Map<Watched, Double> round(int round) throws Exception {
    Watched[] all = Watched.values();
    Map<Watched, Double> seconds = new EnumMap<>(Watched.class);
    for (int i = 0; i < all.length; i++) {
      Watched watched = all[(round + i) % all.length];
      seconds.put(watched, seconds(watched));
    }
    return seconds;
  }

  private double seconds(Watched watched) throws Exception {
    StreamingConfig config =
        StreamingConfig.named("benchmark")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(BATCH)
            .withoutShutdownHook();
    try (StreamingContext context = StreamingContext.create(config)) {
      LearningStream<Integer> learning = learning(context);
      if (watched == Watched.NOT_SHOWN) {
        return run(context);
      }
      Dashboard dashboard = Dashboard.of(context, List.of(learning));
      try (PredictionServer server = dashboard.serve(ServerOptions.defaults().withPort(0))) {
        return watched == Watched.BY_NOBODY ? run(context) : runBeforeBrowsers(context, server);
      }
    }
  }

  private static double run(StreamingContext context) throws InterruptedException {
    long begin = System.nanoTime();
    context.start();
    context.awaitTermination();
    return (System.nanoTime() - begin) / 1e9;
  }

  private LearningStream<Integer> learning(StreamingContext context) {
    List<String> names = IntStream.range(0, WIDTH).mapToObj(j -> "x" + j).toList();
    return LearningStream.on(
            context.source("rows", GeneratorSource.bounded(ROWS, i -> (int) (i % DISTINCT))),
            Features.<Integer>of()
                .vector("x", names, row -> rows[row])
                .labelClass(row -> labels[row] == 1 ? "1" : "0", "0", "1")
                .build())
        .learner("model", new LogisticRegression(LogisticRegression.Options.defaults()))
        .named("learning");
  }

  private double runBeforeBrowsers(StreamingContext context, PredictionServer server)
      throws IOException, InterruptedException {
    Process browsers =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DashboardViewers.class.getName(),
                server.uri().resolve("/dashboard/events").toString(),
                Integer.toString(BROWSERS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = browsers.inputReader()) {
      if (!"ready".equals(said.readLine())) {
        throw new IOException("the viewers did not connect");
      }
      long processBefore = PROCESS.getProcessCpuTime();
      long servingBefore = ofServing();
      double seconds = run(context);
      share =
          (double) (ofServing() - servingBefore) / (PROCESS.getProcessCpuTime() - processBefore);
      return seconds;
    } finally {
      browsers.getOutputStream().close();
      browsers.waitFor();
    }
  }

  /** Nanoseconds of processor time that the threads of dashboard and server have taken. */
  private static long ofServing() {
    long nanos = 0;
    for (ThreadInfo thread : THREADS.dumpAllThreads(false, false)) {
      if (SERVING.matcher(thread.getThreadName()).lookingAt()) {
        nanos += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return nanos;
  }
}
