package dev.millrace.mllib;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.ClassificationModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.clustering.BisectingKMeansModel;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Models of Spark MLlib as models of Millrace: to score a stream on any engine, and to be served.
 *
 * <pre>{@code
 * Model model =
 *     MllibImport.load(session, "hdfs:///models/fraud", Inputs.columns(features.schema().features()));
 * ServedModel served =
 *     PredictorModel.of(new Predictor<>("fraud", features.schema(), model, 0));
 * }</pre>
 *
 * <p>The last stage says what the model is: one that gives probabilities is a {@link
 * dev.millrace.ml.ProbabilisticClassifier}, another one that classifies a {@link
 * dev.millrace.ml.Classifier} whose output is 1 for the class that it decides on, k-means a {@link
 * dev.millrace.ml.Clusterer}, any other prediction a {@link dev.millrace.ml.Regressor}. Classes are
 * MLlib's indices; a threshold that was set in MLlib has no effect on probabilities. Distances of
 * clusters are squared Euclidean ones, in the space of the last stage.
 *
 * <p>Predictions are those of {@code transform}, to the last bit: the same expressions are
 * computed, row by row, without a job. The stages before the last may be any that work on numbers,
 * row by row.
 *
 * <p>Thread-safe; unlike Millrace's own models one of MLlib allocates as it predicts, some
 * kilobytes for a pipeline of a few stages, and costs microseconds a row, not nanoseconds. A thread
 * compiles the pipeline when it first predicts, which takes a fraction of a second. Serializable,
 * so that a function that predicts can be sent to Spark's executors; only within the Spark
 * application of {@code session}, which must go on as long as the model is used, for some models of
 * MLlib lie in its broadcasts.
 */
public final class MllibImport {
  private MllibImport() {}

  /**
   * Loads what {@code PipelineModel.save} wrote.
   *
   * @param path as Hadoop knows it
   * @throws ConfigurationException when it cannot be a model of Millrace
   */
  public static Model load(SparkSession session, String path, Inputs inputs) {
    PipelineModel loaded;
    try {
      loaded = PipelineModel.read().session(session).load(path);
    } catch (Exception e) { // Scala does not declare what it throws
      throw new ConfigurationException(
          "no pipeline of MLlib can be loaded from " + path + ", or it is damaged: " + e, e);
    }
    return model(session, loaded, inputs);
  }

  /**
   * A fitted pipeline, or one fitted model, as a model.
   *
   * @throws ConfigurationException when it cannot be one
   */
  public static Model model(SparkSession session, Transformer fitted, Inputs inputs) {
    Dataset<Row> scored = scored(session, fitted, inputs);
    Transformer last = last(fitted);
    int width = inputs.features().size();
    Map<String, Double> learned = learned(last);
    if (last instanceof ProbabilisticClassificationModel<?, ?> model) {
      Column probabilities =
          functions.vector_to_array(scored.col(model.getProbabilityCol()), "float64");
      return new Kinds.Probabilities(
          RowFunction.of(scored.select(probabilities), width), width, learned, model.numClasses());
    }
    if (last instanceof ClassificationModel<?, ?> model) {
      return new Kinds.Decisions(
          RowFunction.of(scored.select(model.getPredictionCol()), width),
          width,
          learned,
          model.numClasses());
    }
    if (last instanceof PredictionModel<?, ?> model) {
      return new Kinds.Numbers(
          RowFunction.of(scored.select(model.getPredictionCol()), width), width, learned);
    }
    if (last instanceof KMeansModel model) {
      return clusters(
          scored, width, model.getPredictionCol(), model.getFeaturesCol(), model.clusterCenters());
    }
    if (last instanceof BisectingKMeansModel model) {
      return clusters(
          scored, width, model.getPredictionCol(), model.getFeaturesCol(), model.clusterCenters());
    }
    throw new ConfigurationException(
        "the last stage must be a model that classifies, estimates a number, or is k-means; got "
            + last.getClass().getName());
  }

  private static Model clusters(
      Dataset<Row> scored, int width, String prediction, String features, Vector[] centres) {
    Column x = functions.vector_to_array(scored.col(features), "float64");
    double[][] values = Arrays.stream(centres).map(Vector::toArray).toArray(double[][]::new);
    Map<String, Double> learned = new TreeMap<>();
    for (int c = 0; c < values.length; c++) {
      tell("cluster " + c + " feature ", values[c], learned);
    }
    return new Kinds.Clusters(
        RowFunction.of(scored.select(scored.col(prediction), x), width), width, learned, values);
  }

  /** Rows are of no interest here, only what is computed of them. */
  private static Dataset<Row> scored(SparkSession session, Transformer fitted, Inputs inputs) {
    List<StructField> fields = new ArrayList<>();
    for (String name : inputs.features()) {
      fields.add(DataTypes.createStructField(name, DataTypes.DoubleType, false));
    }
    Object[] zeros = new Object[fields.size()];
    Arrays.fill(zeros, 0.0);
    StructType schema = DataTypes.createStructType(fields);
    Dataset<Row> rows =
        session.createDataFrame(
            JavaSparkContext.fromSparkContext(session.sparkContext())
                .parallelize(List.of(RowFactory.create(zeros)), 1),
            schema);
    try {
      return fitted.transform(inputs.vector().map(name -> vector(rows, name)).orElse(rows));
    } catch (Exception e) { // Scala does not declare what it throws
      throw new ConfigurationException(
          "the model does not take features "
              + inputs.features()
              + (inputs.vector().isEmpty()
                  ? " as columns"
                  : " in the vector column '" + inputs.vector().get() + "'")
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static Dataset<Row> vector(Dataset<Row> rows, String name) {
    Column[] columns =
        Arrays.stream(rows.columns())
            .map(column -> rows.col("`" + column + "`"))
            .toArray(Column[]::new);
    return rows.select(
        functions.array_to_vector(org.apache.spark.sql.functions.array(columns)).as(name));
  }

  private static Transformer last(Transformer fitted) {
    if (fitted instanceof PipelineModel pipeline && pipeline.stages().length > 0) {
      return last(pipeline.stages()[pipeline.stages().length - 1]);
    }
    return fitted;
  }

  private static Map<String, Double> learned(Transformer last) {
    Map<String, Double> learned = new TreeMap<>();
    if (last instanceof LinearRegressionModel model) {
      learned.put("intercept", model.intercept());
      tell("feature ", model.coefficients().toArray(), learned);
    } else if (last instanceof LogisticRegressionModel model && model.numClasses() == 2) {
      learned.put("intercept", model.intercept());
      tell("feature ", model.coefficients().toArray(), learned);
    }
    return learned;
  }

  private static void tell(String prefix, double[] values, Map<String, Double> learned) {
    for (int j = 0; j < values.length; j++) {
      learned.put(prefix + j, values[j]);
    }
  }
}
