package dev.millrace.spark.cluster;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
import dev.millrace.core.time.ManualClock;
import dev.millrace.core.window.BatchWindow;
import dev.millrace.file.FileSink;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.linear.MiniBatchLogisticRegression;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.Scored;
import dev.millrace.spark.SparkEngine;
import dev.millrace.spark.SparkOptions;
import dev.millrace.spark.testing.StandaloneCluster;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A driver, to be run in a process of its own and killed: payments with keyed state, a window,
 * learners, and files. Says on its output which batches are committed.
 *
 * <pre>{@code
 * ClusterPipeline MASTER OUTPUT STATE-URI
 * }</pre>
 */
public final class ClusterPipeline {
  /** What stands before the number of a committed batch. */
  static final String COMMITTED = "committed ";

  static final int BATCHES = 24;
  private static final int BATCH_ROWS = 1_000;
  static final int SPLITS = 4;
  private static final int CARDS = 500;

  /** Enough that a batch takes a while on one core. */
  private static final int WORK_PER_ROW = 4_000;

  private ClusterPipeline() {}

  /** A payment, made of its number. */
  public record Payment(int card, double amount, double hour, int fraud) {
    static Payment number(long number) {
      long mixed = number;
      for (int i = 0; i < WORK_PER_ROW; i++) {
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L + 1;
      }
      int card = Math.floorMod(mixed, CARDS);
      double amount = 1 + Math.floorMod(mixed >> 9, 1_000);
      double hour = Math.floorMod(mixed >> 23, 24);
      return new Payment(card, amount, hour, amount > 800 && hour < 8 ? 1 : 0);
    }
  }

  /** A card's sum so far. */
  public record Total(int card, double sum) {}

  /** A card group's sum over the window. */
  public record Recent(int group, double sum) {}

  /** What was predicted. */
  public record Verdict(int card, double probability) {
    static Verdict of(Scored<Payment> scored) {
      return new Verdict(scored.row().card(), scored.output());
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    URI state = URI.create(arguments[2]);
    try (JavaSparkContext spark = new JavaSparkContext(conf(arguments[0]))) {
      SparkOptions options = SparkOptions.defaults().withStateDirectory(work(state));
      run(
          Path.of(arguments[1]),
          checkpoint(state),
          EngineProvider.shipping(() -> SparkEngine.on(spark, options)),
          BATCHES);
    }
  }

  private static SparkConf conf(String master) {
    return new SparkConf()
        .setMaster(master)
        .setAppName("cluster-test")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.ui.enabled", "false")
        .set("spark.cores.max", "2")
        .set("spark.executor.cores", "1")
        .set("spark.executor.memory", "512m")
        .set("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
        .set("spark.task.maxFailures", "8")
        .set("spark.executor.extraClassPath", StandaloneCluster.classPath());
  }

  /** Where executors keep their state. */
  private static URI work(URI state) {
    return URI.create(state + "/work");
  }

  /** Where the checkpoint is. */
  static URI checkpoint(URI state) {
    return URI.create(state + "/checkpoint");
  }

  /** Runs what is left of the pipeline, on any engine. */
  static void run(Path directory, EngineProvider engine) throws InterruptedException {
    run(directory, engine, BATCHES);
  }

  /**
   * @param batches how many there are so far, as if no more had come yet
   */
  static void run(Path directory, EngineProvider engine, int batches) throws InterruptedException {
    run(directory, checkpoint(directory.toUri()), engine, batches);
  }

  private static void run(Path directory, URI checkpoint, EngineProvider engine, int batches)
      throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("payments")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(BATCH_ROWS)
            .withPartitions(SPLITS)
            .withClock(new ManualClock(Instant.EPOCH))
            .withCheckpoint(checkpoint)
            .withEngine(engine);
    try (StreamingContext context = StreamingContext.create(config)) {
      describe(context, directory.resolve("output"), batches);
      context.listen(new Announcer());
      context.start();
      context.awaitTermination();
    }
  }

  private static void describe(StreamingContext context, Path output, int batches) {
    DStream<Payment> payments =
        context.source(
            "payments",
            GeneratorSource.bounded((long) batches * BATCH_ROWS, Payment::number)
                .withSplits(SPLITS));
    payments
        .keyBy(Payment::card)
        .mapWithState(
            StateSpec.<Integer, Payment, Double, Total>of(
                StateCodecs.int32(),
                StateCodecs.float64(),
                (card, payment, state, out) -> {
                  double sum = state.get().orElse(0.0) + payment.orElseThrow().amount();
                  state.update(sum);
                  out.emit(new Total(card, sum));
                }))
        .named("totals")
        .to("totals", FileSink.csv(output.resolve("totals"), Total.class));
    payments
        .keyBy(payment -> payment.card() % 10)
        .mapValues(Payment::amount)
        .reduceByKeyAndWindow(
            BatchWindow.batches(3, 1), StateCodecs.int32(), StateCodecs.float64(), Double::sum)
        .named("recent")
        .toPairs()
        .map(pair -> new Recent(pair.key(), pair.value()))
        .to("recent", FileSink.csv(output.resolve("recent"), Recent.class));
    LearningStream.on(payments, features())
        .learner(
            "mini-batch", new MiniBatchLogisticRegression(LogisticRegression.Options.defaults()))
        .learner("sequential", new LogisticRegression(LogisticRegression.Options.defaults()))
        .evaluate(EvaluationMode.PER_BATCH, 500)
        .named("fraud")
        .predictions()
        .map(Verdict::of)
        .to("verdicts", FileSink.csv(output.resolve("verdicts"), Verdict.class));
  }

  private static FeatureExtractor<Payment> features() {
    return Features.<Payment>of()
        .numeric("amount", Payment::amount)
        .numeric("hour", Payment::hour)
        .labelClass(payment -> payment.fraud() == 1 ? "fraud" : "fine", "fine", "fraud")
        .build();
  }

  private static final class Announcer implements StreamingListener {
    @Override
    public void onBatch(BatchReport report) {
      System.out.println(COMMITTED + report.batchId());
    }

    @Override
    public void onFailure(Throwable cause) {
      cause.printStackTrace(System.out);
    }
  }
}
