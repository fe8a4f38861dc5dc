package dev.millrace.mllib;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.cluster.KMeansModel;
import dev.millrace.ml.linear.LinearModel;
import dev.millrace.ml.linear.LogisticModel;
import dev.millrace.ml.linear.UnscaledWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.ElementwiseProduct;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Models of Millrace as models of Spark MLlib, which give the same predictions but for rounding.
 *
 * <pre>{@code
 * LogisticModel model = (LogisticModel) learning.predictor("logistic").current().model();
 * LogisticRegressionModel spark =
 *     MllibExport.logisticRegression(session, model, "hdfs:///models/fraud");
 * spark.transform(rows);
 * }</pre>
 *
 * <p>MLlib does not let others construct its models. What it does let others do is load them, so a
 * model is written to a directory in MLlib's own format and loaded from there; the directory stays,
 * for other applications of Spark, in any of its languages. (The older {@code
 * org.apache.spark.mllib} has public constructors, but its models fit no pipeline.)
 *
 * <p>Linear models are told in the features' own units: scaling is folded into the coefficients. A
 * model that replaces missing features does not do so in MLlib: there they must be replaced before.
 */
public final class MllibExport {
  private static final String FEATURES = "features";
  private static final String SCALED = "scaledFeatures";

  private MllibExport() {}

  /**
   * @param path of a directory that is not there yet, as Hadoop knows it
   * @throws ConfigurationException when the model has learned nothing
   */
  public static LogisticRegressionModel logisticRegression(
      SparkSession session, LogisticModel model, String path) {
    UnscaledWeights weights = learned(model.unscaled());
    double[] coefficients = weights.coefficients();
    StructType schema =
        schema(
            DataTypes.createStructField("numClasses", DataTypes.IntegerType, false),
            DataTypes.createStructField("numFeatures", DataTypes.IntegerType, false),
            DataTypes.createStructField("interceptVector", SQLDataTypes.VectorType(), false),
            DataTypes.createStructField("coefficientMatrix", SQLDataTypes.MatrixType(), false),
            DataTypes.createStructField("isMultinomial", DataTypes.BooleanType, false));
    Row row =
        RowFactory.create(
            2,
            coefficients.length,
            Vectors.dense(new double[] {weights.intercept()}),
            new DenseMatrix(1, coefficients.length, coefficients, true),
            false);
    new ModelDirectory(session, path)
        .write(LogisticRegressionModel.class, Map.of(), schema, List.of(row));
    return LogisticRegressionModel.read().session(session).load(path);
  }

  /**
   * @param path of a directory that is not there yet, as Hadoop knows it
   * @throws ConfigurationException when the model has learned nothing
   */
  public static LinearRegressionModel linearRegression(
      SparkSession session, LinearModel model, String path) {
    UnscaledWeights weights = learned(model.unscaled());
    StructType schema =
        schema(
            DataTypes.createStructField("intercept", DataTypes.DoubleType, false),
            DataTypes.createStructField("coefficients", SQLDataTypes.VectorType(), false),
            DataTypes.createStructField("scale", DataTypes.DoubleType, false));
    Row row = RowFactory.create(weights.intercept(), Vectors.dense(weights.coefficients()), 1.0);
    new ModelDirectory(session, path)
        .write(LinearRegressionModel.class, Map.of(), schema, List.of(row));
    return LinearRegressionModel.read().session(session).load(path);
  }

  /**
   * A pipeline of k-means alone, or, where distances are taken in deviations, of an {@link
   * ElementwiseProduct} and k-means. Takes vectors from {@code features}. The pipeline itself is
   * not written; {@link PipelineModel#save} does that.
   *
   * @param path of a directory, where {@code k-means}, which must not be there yet, is written
   * @throws ConfigurationException when there are no centres yet
   */
  public static PipelineModel kMeans(SparkSession session, KMeansModel model, String path) {
    if (!model.ready()) {
      throw new ConfigurationException("the model has no centres yet: export it after it has some");
    }
    boolean scaled = model.scales().length > 0;
    String clusters = path + "/k-means";
    new ModelDirectory(session, clusters)
        .write(
            org.apache.spark.ml.clustering.KMeansModel.class,
            Map.of("k", model.clusters(), "featuresCol", scaled ? SCALED : FEATURES),
            schema(
                DataTypes.createStructField("clusterIdx", DataTypes.IntegerType, false),
                DataTypes.createStructField("clusterCenter", SQLDataTypes.VectorType(), false)),
            centres(model));
    List<PipelineStage> stages = new ArrayList<>();
    if (scaled) {
      stages.add(
          new ElementwiseProduct()
              .setInputCol(FEATURES)
              .setOutputCol(SCALED)
              .setScalingVec(Vectors.dense(model.scales())));
    }
    stages.add(org.apache.spark.ml.clustering.KMeansModel.read().session(session).load(clusters));
    return new Pipeline()
        .setStages(stages.toArray(PipelineStage[]::new))
        .fit(session.createDataFrame(List.<Row>of(), schema(vectors())));
  }

  private static StructField vectors() {
    return DataTypes.createStructField(FEATURES, SQLDataTypes.VectorType(), false);
  }

  private static List<Row> centres(KMeansModel model) {
    double[] scales = model.scales();
    List<Row> rows = new ArrayList<>();
    for (int c = 0; c < model.clusters(); c++) {
      double[] centre = model.centre(c);
      for (int j = 0; j < scales.length; j++) {
        centre[j] *= scales[j];
      }
      rows.add(RowFactory.create(c, Vectors.dense(centre)));
    }
    return rows;
  }

  private static UnscaledWeights learned(UnscaledWeights weights) {
    if (weights.coefficients().length == 0) {
      throw new ConfigurationException(
          "the model has learned nothing yet: export it after its first batch");
    }
    return weights;
  }

  private static StructType schema(StructField... fields) {
    return DataTypes.createStructType(fields);
  }
}
