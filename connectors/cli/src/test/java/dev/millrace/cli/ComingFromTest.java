package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.DStream;
import dev.millrace.core.KeyValue;
import dev.millrace.core.KeyedDStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.row.Row;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.window.BatchWindow;
import dev.millrace.file.FileSource;
import dev.millrace.file.VwExample;
import dev.millrace.ml.baseline.LastClass;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.drift.DriftStream;
import dev.millrace.ml.drift.PageHinkley;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceWriter;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.linear.LinearModel;
import dev.millrace.ml.linear.LinearRegression;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.linear.MiniBatchLinearRegression;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.stream.LearningStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page for those who come from other systems shows. */
class ComingFromTest {
  private static final Path DATA = Page.ROOT.resolve("ml/src/test/resources/data/elec2.csv.gz");

  @TempDir Path directory;

  private static void run(Consumer<StreamingContext> description) throws InterruptedException {
    StreamingConfig config = StreamingConfig.named("test").withTrigger(Trigger.availableNow());
    try (StreamingContext context = StreamingContext.create(config)) {
      description.accept(context);
      context.start();
      context.awaitTermination();
    }
  }

  private static StreamingConfig everySecond(Path checkpoint) {
    StreamingConfig config =
        StreamingConfig.named("words")
            .withTrigger(Trigger.interval(Duration.ofSeconds(1)))
            .withCheckpoint(checkpoint);
    return config;
  }

  private static KeyedDStream<String, Long> countWords(DStream<String> lines) {
    KeyedDStream<String, Long> counts =
        lines
            .<String>flatMap(
                (line, out) -> {
                  for (String word : line.split(" ", -1)) {
                    out.emit(word);
                  }
                })
            .keyBy(word -> word)
            .mapValues(word -> 1L)
            .reduceByKeyAndWindow(
                BatchWindow.of(Duration.ofSeconds(60), Duration.ofSeconds(10)),
                StateCodecs.string(),
                StateCodecs.int64(),
                Long::sum,
                (sum, gone) -> sum - gone)
            .named("word counts");
    return counts;
  }

  @Test
  void shouldCountWordsInAWindow() {
    QueueSource<String> lines = QueueSource.create();
    MemorySink<KeyValue<String, Long>> counts = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            everySecond(directory),
            context -> countWords(context.source("lines", lines)).toPairs().to("out", counts))) {
      for (int second = 0; second < 80; second++) {
        lines.push("to be");
        driver.runBatch();
        driver.advance(Duration.ofSeconds(1));
      }
    }
    List<KeyValue<String, Long>> last =
        counts.records().subList(counts.records().size() - 2, counts.records().size());
    assertEquals(60L, last.get(0).value());
    assertEquals(60L, last.get(1).value());
  }

  record Point(double x1, double x2, double y) {
    static Point random(long seed) {
      Random random = new Random(seed);
      double x1 = random.nextGaussian();
      double x2 = random.nextGaussian();
      return new Point(x1, x2, 10 * x1 - 5 * x2);
    }
  }

  private static LearningStream<Point> regression(DStream<Point> points) {
    FeatureExtractor<Point> features =
        Features.<Point>of()
            .numeric("x1", Point::x1)
            .numeric("x2", Point::x2)
            .label(Point::y)
            .build();
    LearningStream<Point> learning =
        LearningStream.on(points, features)
            .learner(
                "linear",
                new MiniBatchLinearRegression(
                    LinearRegression.Options.defaults()
                        .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.1)))
                        .withInterceptLearningRate(0)
                        .withPreprocessing(Preprocessing.none())))
            .named("points");
    return learning;
  }

  @Test
  void shouldLearnOneStepABatch() {
    MemorySink<String> printed = new MemorySink<>();
    QueueSource<Point> points = QueueSource.create();
    LearningStream<?>[] learning = new LearningStream<?>[1];
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            context -> {
              LearningStream<Point> stream = regression(context.source("points", points));
              stream.predictions().map(p -> p.label() + " " + p.output()).to("printed", printed);
              learning[0] = stream;
            })) {
      for (int batch = 0; batch < 100; batch++) {
        int first = 100 * batch;
        points.pushAll(IntStream.range(first, first + 100).mapToObj(Point::random).toList());
        driver.runBatch();
      }
      double[] weights =
          ((LinearModel) learning[0].predictor("linear").current().model()).weights();
      assertEquals(10, weights[0], 0.1);
      assertEquals(-5, weights[1], 0.1);
    }
    assertEquals(10_000, printed.records().size());
  }

  record HalfHour(
      double date,
      double day,
      double period,
      double nswprice,
      double nswdemand,
      double vicprice,
      double vicdemand,
      double transfer,
      String direction) {}

  private Path prices() throws IOException {
    Path prices = directory.resolve("prices.csv");
    try (var in = new GZIPInputStream(Files.newInputStream(DATA))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Files.writeString(prices, text.replaceFirst("class", "direction"));
    }
  }

  private static LearningStream<HalfHour> forecast(DStream<HalfHour> market) {
    FeatureExtractor<HalfHour> features =
        Features.<HalfHour>of()
            .numeric("date", HalfHour::date)
            .numeric("day", HalfHour::day)
            .numeric("period", HalfHour::period)
            .numeric("nswprice", HalfHour::nswprice)
            .numeric("nswdemand", HalfHour::nswdemand)
            .numeric("vicprice", HalfHour::vicprice)
            .numeric("vicdemand", HalfHour::vicdemand)
            .numeric("transfer", HalfHour::transfer)
            .labelClass(HalfHour::direction, "DOWN", "UP")
            .build();
    LearningStream<HalfHour> learning =
        LearningStream.on(market, features)
            .learner(
                "logistic",
                new LogisticRegression(
                    LogisticRegression.Options.defaults()
                        .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.005)))
                        .withInterceptLearningRate(0.01)))
            .evaluate(EvaluationMode.PER_ROW, 1_000)
            .named("direction");
    return learning;
  }

  private static DStream<Drift> watch(LearningStream<HalfHour> learning) {
    DStream<Drift> drifts =
        DriftStream.of(
            "direction errors",
            learning.predictions(),
            DriftStream.error("logistic"),
            () -> new PageHinkley(PageHinkley.Options.defaults()));
    return drifts;
  }

  private static double accuracy(LearningStream<?> learning) {
    return learning.report().learner("logistic").cumulative().get("accuracy");
  }

  @Test
  void shouldGiveTheFiguresOfRiver() throws Exception {
    Path prices = prices();
    LearningStream<?>[] learning = new LearningStream<?>[1];
    MemorySink<Drift> drifts = new MemorySink<>();
    run(
        context -> {
          LearningStream<HalfHour> stream =
              forecast(context.source("market", FileSource.csv(prices, HalfHour.class)));
          watch(stream).to("drifts", drifts);
          learning[0] = stream;
        });
    assertEquals(0.822144, accuracy(learning[0]), 5e-7);
    assertEquals(2_382, drifts.records().get(0).position());
  }

  private static LearningStream<Row> baseline(StreamingContext context, Path file) {
    DStream<Row> rows = context.source("electricity", FileSource.arff(file));
    LearningStream<Row> learning =
        LearningStream.on(
                rows,
                Features.<Row>of()
                    .numeric("nswprice", row -> row.number(row.schema().index("nswprice")))
                    .labelClass(row -> row.text(row.schema().index("class")), "DOWN", "UP")
                    .build())
            .learner("no change", new LastClass(2))
            .evaluate(EvaluationMode.PER_ROW, 1_000)
            .named("electricity");
    return learning;
  }

  @Test
  void shouldGiveTheFigureOfMoa() throws Exception {
    StringBuilder arff = new StringBuilder("@relation elec\n");
    List<String> lines = Files.readAllLines(prices());
    for (String name : lines.get(0).split(",", -1)) {
      arff.append("@attribute ")
          .append(name.equals("direction") ? "class {UP,DOWN}\n" : name + " numeric\n");
    }
    arff.append("@data\n").append(String.join("\n", lines.subList(1, lines.size())));
    Path file = Files.writeString(directory.resolve("elec.arff"), arff + "\n");
    LearningStream<?>[] learning = new LearningStream<?>[1];
    run(context -> learning[0] = baseline(context, file));
    double accuracy = learning[0].report().learner("no change").cumulative().get("accuracy");
    assertEquals(0.8533, accuracy, 5e-5);
  }

  /** Features hashed into slots, as {@code -b 18} does it. */
  static final class Slots implements FeatureExtractor<VwExample> {
    private static final long serialVersionUID = 1L;
    private static final int SLOTS = 1 << 18;

    private final Schema schema =
        new Schema(
            IntStream.range(0, SLOTS).mapToObj(slot -> "f#" + slot).toList(),
            List.of("-1", "1"),
            true);

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public void extract(VwExample example, InstanceWriter out) {
      for (int i = 0; i < example.size(); i++) {
        int hash = Objects.hash(example.namespace(i), example.name(i));
        out.feature(Math.floorMod(hash, SLOTS), example.value(i));
      }
      example.label().ifPresent(label -> out.label(label > 0 ? 1 : 0));
      out.weight(example.importance());
    }
  }

  private static LearningStream<VwExample> followTheLeader(StreamingContext context, Path file) {
    LearningStream<VwExample> learning =
        LearningStream.on(context.source("examples", FileSource.vw(file)), new Slots())
            .learner(
                "ftrl",
                new LogisticRegression(
                    LogisticRegression.Options.defaults()
                        .withOptimizer(new Optimizer.FtrlProximal(0.1, 1, 0, 0))
                        .withPreprocessing(Preprocessing.none())))
            .evaluate(EvaluationMode.PER_ROW, 1_000)
            .named("examples");
    return learning;
  }

  @Test
  void shouldLearnExamplesOfVowpalWabbit() throws Exception {
    Random random = new Random(5);
    StringBuilder examples = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      boolean good = random.nextBoolean();
      examples.append(good ? "1 |words " : "-1 |words ");
      examples.append(random.nextInt(10) == 0 ? "neutral" : good ? "fine" : "poor");
      examples.append(" w").append(random.nextInt(50)).append(":0.5\n");
    }
    Path file = Files.writeString(directory.resolve("train.vw"), examples);
    LearningStream<?>[] learning = new LearningStream<?>[1];
    run(context -> learning[0] = followTheLeader(context, file));
    double accuracy = learning[0].report().learner("ftrl").cumulative().get("accuracy");
    assertTrue(accuracy > 0.93, "accuracy " + accuracy);
  }
}
