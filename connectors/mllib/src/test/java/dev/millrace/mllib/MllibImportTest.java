package dev.millrace.mllib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.ml.Classifier;
import dev.millrace.ml.Clusterer;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.Model;
import dev.millrace.ml.ProbabilisticClassifier;
import dev.millrace.ml.Regressor;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.ServedModel;
import dev.millrace.spark.SparkEngine;
import dev.millrace.spark.SparkOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.clustering.BisectingKMeans;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MllibImportTest {
  private static final int ROWS = 300;
  private static final List<String> NAMES = List.of("amount", "hour", "distance");
  private static final Schema SCHEMA = new Schema(NAMES, List.of("fine", "fraud"), false);
  private static final double[] X = features();

  private final SparkSession session = LocalSession.get();

  private static double[] features() {
    Random random = new Random(3);
    double[] x = new double[ROWS * 3];
    for (int i = 0; i < x.length; i += 3) {
      x[i] = 100 + 50 * random.nextGaussian();
      x[i + 1] = random.nextInt(24);
      x[i + 2] = random.nextDouble();
    }
    return x;
  }

  private Dataset<Row> rows(int classes) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < X.length; i += 3) {
      double sum = X[i] / 50 - X[i + 1] / 12 + 2 * X[i + 2];
      double label = classes == 0 ? sum : Math.max(0, Math.min(classes - 1, Math.floor(sum)));
      rows.add(RowFactory.create(X[i], X[i + 1], X[i + 2], label));
    }
    StructType schema = new StructType();
    for (String name : NAMES) {
      schema = schema.add(name, DataTypes.DoubleType, false);
    }
    return session.createDataFrame(rows, schema.add("label", DataTypes.DoubleType, false));
  }

  private static VectorAssembler assembler() {
    return new VectorAssembler().setInputCols(NAMES.toArray(String[]::new)).setOutputCol("raw");
  }

  private PipelineModel fit(PipelineStage last, int classes) {
    // Bisecting k-means moves the two halves of a cluster apart by a part of its centre's length,
    // so
    // it cannot halve one whose centre is zero.
    StandardScaler scaler =
        new StandardScaler()
            .setInputCol("raw")
            .setOutputCol("features")
            .setWithMean(!(last instanceof BisectingKMeans));
    return new Pipeline()
        .setStages(new PipelineStage[] {assembler(), scaler, last})
        .fit(rows(classes));
  }

  private Model model(PipelineModel fitted) {
    return MllibImport.model(session, fitted, Inputs.columns(NAMES));
  }

  private static double[] predicted(Model model) {
    double[] out = new double[ROWS * model.outputs()];
    double[] weights = new double[ROWS];
    model.predict(new DenseBlock(ROWS, 3, X, weights, weights), out);
    return out;
  }

  private static double[] probabilities(PipelineModel fitted, Dataset<Row> rows, int from) {
    return fitted.transform(rows).select("probability").collectAsList().stream()
        .flatMapToDouble(
            row ->
                IntStream.range(from, row.<Vector>getAs(0).size())
                    .mapToDouble(row.<Vector>getAs(0)::apply))
        .toArray();
  }

  private static double[] column(PipelineModel fitted, Dataset<Row> rows, String name) {
    return fitted.transform(rows).select(name).collectAsList().stream()
        .mapToDouble(row -> ((Number) row.get(0)).doubleValue())
        .toArray();
  }

  private static void assertClose(double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-12 * Math.max(1, Math.abs(expected[i])), "at " + i);
    }
  }

  @Test
  void shouldGiveTheProbabilitiesOfTwoClasses() {
    PipelineModel fitted = fit(new LogisticRegression(), 2);
    Model model = model(fitted);
    assertInstanceOf(ProbabilisticClassifier.class, model);
    assertClose(probabilities(fitted, rows(2), 1), predicted(model));
  }

  @Test
  void shouldGiveTheProbabilitiesOfManyClasses() {
    PipelineModel fitted = fit(new RandomForestClassifier().setNumTrees(5).setSeed(1), 3);
    Model model = model(fitted);
    assertEquals(3, assertInstanceOf(ProbabilisticClassifier.class, model).classes());
    assertClose(probabilities(fitted, rows(3), 0), predicted(model));
  }

  @Test
  void shouldGiveTheDecisionsOfWhatKnowsNoProbabilities() {
    PipelineModel fitted = fit(new LinearSVC(), 2);
    Model model = model(fitted);
    assertTrue(model instanceof Classifier && !(model instanceof ProbabilisticClassifier));
    assertClose(column(fitted, rows(2), "prediction"), predicted(model));
  }

  @Test
  void shouldGiveNumbers() {
    for (PipelineStage last :
        List.of(new LinearRegression(), new RandomForestRegressor().setNumTrees(5).setSeed(1))) {
      PipelineModel fitted = fit(last, 0);
      Model model = model(fitted);
      assertInstanceOf(Regressor.class, model);
      assertClose(column(fitted, rows(0), "prediction"), predicted(model));
    }
  }

  @Test
  void shouldGiveClustersAndSquaredDistances() {
    for (PipelineStage last :
        List.of(new KMeans().setK(4).setSeed(1), new BisectingKMeans().setK(4).setSeed(1))) {
      PipelineModel fitted = fit(last, 0);
      Model model = model(fitted);
      assertEquals(4, assertInstanceOf(Clusterer.class, model).clusters());
      double[] out = predicted(model);
      List<Row> expected =
          fitted.transform(rows(0)).select("prediction", "features").collectAsList();
      Vector[] centres =
          last instanceof KMeans
              ? ((org.apache.spark.ml.clustering.KMeansModel) fitted.stages()[2]).clusterCenters()
              : ((org.apache.spark.ml.clustering.BisectingKMeansModel) fitted.stages()[2])
                  .clusterCenters();
      for (int row = 0; row < ROWS; row++) {
        int cluster = expected.get(row).getInt(0);
        assertEquals(cluster, out[2 * row]);
        double distance =
            org.apache.spark.ml.linalg.Vectors.sqdist(centres[cluster], expected.get(row).getAs(1));
        assertEquals(distance, out[2 * row + 1], 1e-12);
      }
    }
  }

  @Test
  void shouldTakeVectors() {
    Dataset<Row> rows = assembler().transform(rows(0));
    var fitted = new LinearRegression().setFeaturesCol("raw").fit(rows);
    Model model = MllibImport.model(session, fitted, Inputs.vector("raw", NAMES));
    double[] expected =
        fitted.transform(rows).select("prediction").collectAsList().stream()
            .mapToDouble(row -> row.getDouble(0))
            .toArray();
    assertClose(expected, predicted(model));
    double[] weights = new double[1];
    double[] out = new double[1];
    double[] sparse = {X[0], X[2]};
    int[] starts = {0, 2};
    int[] indices = {0, 2};
    model.predict(new SparseBlock(1, 3, starts, indices, sparse, weights, weights), out);
    assertEquals(((Regressor) model).predict(new double[] {X[0], 0, X[2]}, 0), out[0]);
    List<String> told = new ArrayList<>();
    model.describe(NAMES, (name, value) -> told.add(name));
    assertEquals(List.of("feature 0", "feature 1", "feature 2", "intercept"), told);
  }

  @Test
  void shouldLoadAndServe(@TempDir Path directory) throws Exception {
    PipelineModel fitted = fit(new LogisticRegression(), 2);
    String path = directory.resolve("model").toUri().toString();
    fitted.save(path);
    Model model = MllibImport.load(session, path, Inputs.columns(NAMES));
    double[] expected = probabilities(fitted, rows(2), 1);
    ServedModel served = PredictorModel.of(new Predictor<>("fraud", SCHEMA, model, 0));
    List<Map<String, Object>> asked =
        List.of(Map.of("amount", X[0], "hour", X[1], "distance", X[2]));
    assertEquals(expected[0], served.predictRows(asked).values()[0], 1e-12);
  }

  @Test
  void shouldBeSharedByThreads() {
    PipelineModel fitted = fit(new LogisticRegression(), 2);
    Model model = model(fitted);
    double[] expected = predicted(model);
    IntStream.range(0, 8).parallel().forEach(i -> assertClose(expected, predicted(model)));
  }

  @Test
  void shouldScoreAStreamOnSpark() throws Exception {
    PipelineModel fitted = fit(new RandomForestRegressor().setNumTrees(5).setSeed(1), 0);
    Model model = model(fitted);
    ConcurrentLinkedQueue<Double> scores = new ConcurrentLinkedQueue<>();
    double[] x = X;
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    StreamingConfig config =
        StreamingConfig.named("scores")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(100)
            .withEngine(
                EngineProvider.shipping(() -> SparkEngine.on(spark, SparkOptions.defaults())));
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("rows", GeneratorSource.bounded(ROWS, i -> (int) i))
          .map(row -> score(model, x, row))
          .foreachBatch((batch, scope) -> scores.addAll(batch.collect()));
      context.start();
      context.awaitTermination();
    }
    assertClose(predicted(model), scores.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double score(Model model, double[] x, int row) {
    double[] out = new double[1];
    model.predict(x, row * 3, out);
    return out[0];
  }

  @Test
  void shouldRefuseWhatItCannotTake() {
    PipelineModel fitted = fit(new LinearRegression(), 0);
    assertThrows(
        ConfigurationException.class,
        () -> MllibImport.model(session, fitted, Inputs.columns(List.of("amount"))));
    assertThrows(
        ConfigurationException.class,
        () -> MllibImport.model(session, assembler(), Inputs.columns(NAMES)));
    VectorAssembler skipping = assembler().setHandleInvalid("skip");
    PipelineModel dropping =
        new Pipeline()
            .setStages(new PipelineStage[] {skipping, new LinearRegression().setFeaturesCol("raw")})
            .fit(rows(0));
    assertThrows(ConfigurationException.class, () -> model(dropping));
    Model model = model(fitted);
    double[] nothing = {Double.NaN, 0, 0};
    assertThrows(LearnerException.class, () -> model.predict(nothing, 0, new double[1]));
    double[] none = new double[1];
    DenseBlock narrow = new DenseBlock(1, 1, none, none, none);
    assertThrows(LearnerException.class, () -> model.predict(narrow, new double[1]));
  }
}
