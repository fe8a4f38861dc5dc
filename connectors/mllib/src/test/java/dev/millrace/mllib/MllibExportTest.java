package dev.millrace.mllib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.Model;
import dev.millrace.ml.cluster.KMeansModel;
import dev.millrace.ml.cluster.KMeansOptions;
import dev.millrace.ml.cluster.MiniBatchKMeans;
import dev.millrace.ml.cluster.OnlineKMeans;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.feature.Scaling;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.linear.LinearModel;
import dev.millrace.ml.linear.LinearRegression;
import dev.millrace.ml.linear.LogisticModel;
import dev.millrace.ml.linear.LogisticRegression;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MllibExportTest {
  private static final int ROWS = 400;
  private static final int WIDTH = 3;
  private static final DenseBlock BLOCK = block();

  private final SparkSession session = LocalSession.get();

  private static DenseBlock block() {
    Random random = new Random(9);
    double[] x = new double[ROWS * WIDTH];
    double[] labels = new double[ROWS];
    double[] weights = new double[ROWS];
    Arrays.fill(weights, 1);
    for (int row = 0; row < ROWS; row++) {
      x[row * WIDTH] = 1000 + 200 * random.nextGaussian();
      x[row * WIDTH + 1] = -3 + 0.1 * random.nextGaussian();
      x[row * WIDTH + 2] = random.nextInt(4);
      labels[row] = x[row * WIDTH] / 200 + x[row * WIDTH + 2] > 6 ? 1 : 0;
    }
    return new DenseBlock(ROWS, WIDTH, x, labels, weights);
  }

  private List<Row> transformed(Transformer model) {
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      double[] x = Arrays.copyOfRange(BLOCK.values(), row * WIDTH, (row + 1) * WIDTH);
      rows.add(RowFactory.create(Vectors.dense(x)));
    }
    StructType schema = new StructType().add("features", SQLDataTypes.VectorType(), false);
    return model.transform(session.createDataFrame(rows, schema)).collectAsList();
  }

  private static double[] predicted(Model model) {
    double[] out = new double[ROWS * model.outputs()];
    model.predict(BLOCK, out);
    return out;
  }

  private static String at(Path directory) {
    return directory.resolve("model").toUri().toString();
  }

  @Test
  void shouldGiveTheProbabilitiesOfALogisticRegression(@TempDir Path directory) {
    LogisticRegression learner = new LogisticRegression(LogisticRegression.Options.defaults());
    learner.learn(BLOCK);
    LogisticModel model = learner.model();
    LogisticRegressionModel exported =
        MllibExport.logisticRegression(session, model, at(directory));
    double[] expected = predicted(model);
    List<Row> rows = transformed(exported);
    for (int row = 0; row < ROWS; row++) {
      Vector probability = rows.get(row).getAs("probability");
      assertEquals(expected[row], probability.apply(1), 1e-12);
      double decision = rows.get(row).getAs("prediction");
      assertEquals(expected[row] > 0.5 ? 1 : 0, decision);
    }
    LogisticRegressionModel again = LogisticRegressionModel.load(at(directory));
    assertEquals(exported.coefficients(), again.coefficients());
  }

  @Test
  void shouldGiveTheNumbersOfALinearRegression(@TempDir Path directory) {
    for (Preprocessing preprocessing :
        List.of(Preprocessing.standard(), Preprocessing.standard().imputing())) {
      LinearRegression learner =
          new LinearRegression(
              LinearRegression.Options.defaults().withPreprocessing(preprocessing));
      learner.learn(BLOCK);
      LinearModel model = learner.model();
      String path = directory.resolve(preprocessing.missing().name()).toUri().toString();
      List<Row> rows = transformed(MllibExport.linearRegression(session, model, path));
      double[] expected = predicted(model);
      for (int row = 0; row < ROWS; row++) {
        assertEquals(expected[row], rows.get(row).<Double>getAs("prediction"), 1e-12);
      }
    }
  }

  @Test
  void shouldGiveTheClustersOfKMeans(@TempDir Path directory) {
    OnlineKMeans learner = new OnlineKMeans(KMeansOptions.of(4));
    learner.learn(BLOCK);
    shouldGiveTheClustersOf(learner.model(), 2, directory.resolve("scaled"));
    MiniBatchKMeans plain = new MiniBatchKMeans(KMeansOptions.of(4).withScaling(Scaling.NONE));
    plain.learn(BLOCK);
    shouldGiveTheClustersOf(plain.model(), 1, directory.resolve("plain"));
  }

  private void shouldGiveTheClustersOf(KMeansModel model, int stages, Path directory) {
    PipelineModel exported = MllibExport.kMeans(session, model, directory.toUri().toString());
    assertEquals(stages, exported.stages().length);
    List<Row> rows = transformed(exported);
    double[] expected = predicted(model);
    for (int row = 0; row < ROWS; row++) {
      assertEquals((int) expected[2 * row], rows.get(row).<Integer>getAs("prediction"));
    }
  }

  @Test
  void shouldRefuseWhatHasLearnedNothing(@TempDir Path directory) {
    LinearModel linear = new LinearRegression(LinearRegression.Options.defaults()).model();
    assertThrows(
        ConfigurationException.class,
        () -> MllibExport.linearRegression(session, linear, at(directory)));
    KMeansModel clusters = new OnlineKMeans(KMeansOptions.of(2)).model();
    assertThrows(
        ConfigurationException.class, () -> MllibExport.kMeans(session, clusters, at(directory)));
  }
}
