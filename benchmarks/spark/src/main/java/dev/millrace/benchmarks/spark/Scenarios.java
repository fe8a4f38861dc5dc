package dev.millrace.benchmarks.spark;

import static dev.millrace.benchmarks.spark.Sides.MILLRACE;
import static dev.millrace.benchmarks.spark.Sides.MILLRACE_ON_SPARK;
import static dev.millrace.benchmarks.spark.Sides.SPARK;

import dev.millrace.spark.testing.StandaloneCluster;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;

/** What is compared; each prints a table. */
final class Scenarios {
  private static final List<String> OVERHEAD =
      List.of(
          "1 row a batch, ms",
          SPARK + ", processing",
          SPARK + ", from its tick on",
          MILLRACE_ON_SPARK,
          MILLRACE);

  private final Effort effort;
  private final PrintStream out;

  Scenarios(Effort effort, PrintStream out) {
    this.effort = effort;
    this.out = out;
  }

  /** Rows a second of learners, and what they have learned. */
  void learning(Sides sides) throws Exception {
    Table speed = speeds("Learning, rows a second, 30 features");
    List<List<String>> qualities = new ArrayList<>();
    for (LearningTask task : LearningTask.values()) {
      for (int rows : effort.batchRows()) {
        Load load = load(rows);
        Map<String, Contest.Result<double[]>> results =
            new Contest<double[]>()
                .add(SPARK, task.mllib(sides.spark(), 1))
                .add(MILLRACE_ON_SPARK, task.millrace(sides.millraceOnSpark()))
                .add(MILLRACE, task.millrace(sides.millrace()))
                .run(load, effort.repetitions());
        speed(speed, task.title(), load, results);
        qualities.add(qualities(task, load, results));
      }
    }
    Table quality =
        new Table(
            out,
            "What was learned, on 10,000 rows that were held out",
            List.of(
                "task",
                "rows a batch",
                "measure",
                SPARK,
                MILLRACE_ON_SPARK,
                MILLRACE,
                "weights differ from Spark's by"));
    qualities.forEach(quality::row);
  }

  /** What MLlib's default of many passes over each batch costs, and what it is good for. */
  void passes(Sides sides) throws Exception {
    Table table =
        new Table(
            out,
            "MLlib's default of " + LearningTask.DEFAULT_PASSES + " passes over a batch",
            List.of("task", "rows a batch", "rows a second", "measure", "value"));
    Load load = load(effort.passesRows());
    for (LearningTask task :
        List.of(LearningTask.LOGISTIC_REGRESSION, LearningTask.LINEAR_REGRESSION)) {
      Contest.Result<double[]> result =
          new Contest<double[]>()
              .add(SPARK, task.mllib(sides.spark(), LearningTask.DEFAULT_PASSES))
              .run(load, 1)
              .get(SPARK);
      table.row(
          List.of(
              task.title(),
              Table.count(load.rows()),
              Table.counts(result.rowsPerSecond()),
              task.measure(),
              Table.number(task.quality(result.answer()))));
    }
  }

  private static List<String> qualities(
      LearningTask task, Load load, Map<String, Contest.Result<double[]>> results) {
    List<String> cells = new ArrayList<>();
    cells.add(task.title());
    cells.add(Table.count(load.rows()));
    cells.add(task.measure());
    for (Contest.Result<double[]> result : results.values()) {
      cells.add(Table.number(task.quality(result.answer())));
    }
    double[] reference = results.get(SPARK).answer();
    cells.add(
        Table.number(
            Math.max(
                difference(reference, results.get(MILLRACE_ON_SPARK).answer()),
                difference(reference, results.get(MILLRACE).answer()))));
    return cells;
  }

  private static double difference(double[] one, double[] other) {
    return IntStream.range(0, one.length)
        .mapToDouble(j -> Math.abs(one[j] - other[j]))
        .max()
        .orElseThrow();
  }

  /** Lines a second of a shuffle. */
  void words(Sides sides) throws Exception {
    Table speed = speeds("Word count, lines of ten words a second");
    for (int rows : effort.batchRows()) {
      Load load = load(rows);
      Map<String, Contest.Result<WordCount.Totals>> results =
          new Contest<WordCount.Totals>()
              .add(SPARK, WordCount.spark(sides.spark()))
              .add(MILLRACE_ON_SPARK, WordCount.millrace(sides.millraceOnSpark()))
              .add(MILLRACE, WordCount.millrace(sides.millrace()))
              .run(load, effort.repetitions());
      requireSame(results);
      speed(speed, "word count", load, results);
    }
  }

  /** Updates a second of keyed state, with checkpoints. */
  void state(Sides sides) throws Exception {
    Table speed = speeds("mapWithState with a checkpoint every 10 batches, updates a second");
    KeyedCounts counts = new KeyedCounts(effort.keys(), effort.updates());
    Load load = counts.load(effort.batches(effort.updates()));
    Map<String, Contest.Result<Long>> results =
        new Contest<Long>()
            .add(
                SPARK,
                of -> counts.spark(sides.spark().withCheckpoint(sides.newDirectory())).run(of))
            .add(
                MILLRACE_ON_SPARK,
                of ->
                    counts
                        .millrace(sides.millraceOnSpark().withCheckpoint(sides.newDirectory()))
                        .run(of))
            .add(
                MILLRACE,
                of ->
                    counts.millrace(sides.millrace().withCheckpoint(sides.newDirectory())).run(of))
            .run(load, effort.repetitions());
    requireSame(results);
    speed(speed, Table.count(effort.keys()) + " keys", load, results);
    Table batches =
        new Table(
            out,
            "The same, milliseconds a batch",
            List.of("keys", SPARK, MILLRACE_ON_SPARK, MILLRACE));
    batches.row(
        List.of(
            Table.count(effort.keys()),
            Table.millis(results.get(SPARK).processing()),
            Table.millis(results.get(MILLRACE_ON_SPARK).processing()),
            Table.millis(results.get(MILLRACE).processing())));
  }

  /** What a batch costs before it does anything. */
  void overhead(Sides sides) throws Exception {
    Table table = new Table(out, "What a batch costs that has one row", OVERHEAD);
    Load load = Load.of(1, effort.smallBatches() / 2, effort.smallBatches());
    overhead(
        table,
        "word count",
        new Contest<WordCount.Totals>()
            .add(SPARK, WordCount.spark(sides.spark()))
            .add(MILLRACE_ON_SPARK, WordCount.millrace(sides.millraceOnSpark()))
            .add(MILLRACE, WordCount.millrace(sides.millrace()))
            .run(load, effort.repetitions()));
    for (LearningTask task : LearningTask.values()) {
      overhead(
          table,
          task.title(),
          new Contest<double[]>()
              .add(SPARK, task.mllib(sides.spark(), 1))
              .add(MILLRACE_ON_SPARK, task.millrace(sides.millraceOnSpark()))
              .add(MILLRACE, task.millrace(sides.millrace()))
              .run(load, effort.repetitions()));
    }
  }

  private static <A> void overhead(
      Table table, String title, Map<String, Contest.Result<A>> results) {
    table.row(
        List.of(
            title,
            Table.millis(results.get(SPARK).processing()),
            Table.millis(results.get(SPARK).whole()),
            Table.millis(results.get(MILLRACE_ON_SPARK).whole()),
            Table.millis(results.get(MILLRACE).whole())));
  }

  /** How time follows the number of keys. */
  void keys(Sides sides) throws Exception {
    Table table =
        new Table(
            out,
            "State of many keys, " + Table.count(effort.updates()) + " updates a batch, ms a batch",
            List.of("keys", MILLRACE_ON_SPARK, MILLRACE));
    for (long keys : effort.moreKeys()) {
      KeyedCounts counts = new KeyedCounts(keys, effort.updates());
      Map<String, Contest.Result<Long>> results =
          new Contest<Long>()
              .add(MILLRACE_ON_SPARK, counts.millrace(sides.millraceOnSpark()))
              .add(MILLRACE, counts.millrace(sides.millrace()))
              .run(counts.load(effort.batches(effort.updates())), 1);
      requireSame(results);
      table.row(
          List.of(
              Table.count(keys),
              Table.millis(results.get(MILLRACE_ON_SPARK).processing()),
              Table.millis(results.get(MILLRACE).processing())));
    }
  }

  /** How speed follows the number of features. */
  void width(Sides sides) throws Exception {
    Table table = speeds("Logistic regression, 10 stored values a row, rows a second");
    for (int width : effort.widths()) {
      SparseTask task = new SparseTask(width);
      Load load = load(effort.sparseRows());
      speed(
          table,
          Table.count(width) + " features",
          load,
          new Contest<double[]>()
              .add(SPARK, task.spark(sides.spark()))
              .add(MILLRACE_ON_SPARK, task.millrace(sides.millraceOnSpark()))
              .add(MILLRACE, task.millrace(sides.millrace()))
              .run(load, 1));
    }
  }

  /** How speed follows the number of executors, of one core each, on this machine. */
  void cluster(Path directory) throws Exception {
    Table table =
        new Table(
            out,
            "Executors on this machine's "
                + Runtime.getRuntime().availableProcessors()
                + " cores, rows a second; ms a batch",
            List.of(
                "task", "executors", SPARK, MILLRACE_ON_SPARK, "factor", SPARK, MILLRACE_ON_SPARK));
    for (int executors : effort.executors()) {
      Path own = directory.resolve("cluster-" + executors);
      try (StandaloneCluster cluster = StandaloneCluster.start(own, executors);
          Sides sides = Sides.on(conf(cluster, executors), own)) {
        Load load = load(effort.clusterRows()).withPartitions(4);
        LearningTask task = LearningTask.LOGISTIC_REGRESSION;
        cluster(
            table,
            task.title(),
            executors,
            new Contest<double[]>()
                .add(SPARK, task.mllib(sides.spark(), 1))
                .add(MILLRACE_ON_SPARK, task.millrace(sides.millraceOnSpark()))
                .run(load, 1));
        cluster(
            table,
            "word count",
            executors,
            new Contest<WordCount.Totals>()
                .add(SPARK, WordCount.spark(sides.spark()))
                .add(MILLRACE_ON_SPARK, WordCount.millrace(sides.millraceOnSpark()))
                .run(load, 1));
      }
    }
  }

  private static <A> void cluster(
      Table table, String title, int executors, Map<String, Contest.Result<A>> results) {
    Contest.Result<A> spark = results.get(SPARK);
    Contest.Result<A> millrace = results.get(MILLRACE_ON_SPARK);
    table.row(
        List.of(
            title,
            String.valueOf(executors),
            Table.counts(spark.rowsPerSecond()),
            Table.counts(millrace.rowsPerSecond()),
            Table.times(millrace.rowsPerSecond().median() / spark.rowsPerSecond().median()),
            Table.millis(spark.processing()),
            Table.millis(millrace.processing())));
  }

  private static SparkConf conf(StandaloneCluster cluster, int executors) {
    return Sides.conf(cluster.master())
        .set("spark.cores.max", String.valueOf(executors))
        .set("spark.executor.cores", "1")
        .set("spark.executor.memory", "900m")
        .set("spark.scheduler.minRegisteredResourcesRatio", "1")
        .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s")
        .set("spark.executor.extraClassPath", StandaloneCluster.classPath());
  }

  private Load load(int rows) {
    int batches = effort.batches(rows);
    return Load.of(rows, Math.max(1, batches / 2), batches);
  }

  private Table speeds(String title) {
    List<String> columns = new ArrayList<>(List.of("task", "rows a batch", SPARK));
    columns.addAll(List.of(MILLRACE_ON_SPARK, MILLRACE, "on Spark", "without"));
    return new Table(out, title + ": median (least–most)", columns);
  }

  /** One row of {@link #speeds}; factors are those of the medians. */
  private static <A> void speed(
      Table table, String title, Load load, Map<String, Contest.Result<A>> results) {
    List<String> cells = new ArrayList<>(List.of(title, Table.count(load.rows())));
    results.values().forEach(result -> cells.add(Table.counts(result.rowsPerSecond())));
    double spark = results.get(SPARK).rowsPerSecond().median();
    for (String ours : List.of(MILLRACE_ON_SPARK, MILLRACE)) {
      cells.add(Table.times(results.get(ours).rowsPerSecond().median() / spark));
    }
    table.row(cells);
  }

  private static <A> void requireSame(Map<String, Contest.Result<A>> results) {
    List<A> answers = results.values().stream().map(Contest.Result::answer).toList();
    if (answers.stream().distinct().count() > 1) {
      throw new IllegalStateException("answers differ: " + answers);
    }
  }
}
