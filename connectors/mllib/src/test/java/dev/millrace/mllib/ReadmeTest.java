package dev.millrace.mllib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.ml.Model;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.linear.LogisticModel;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.stream.LearningStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what the README shows. */
class ReadmeTest {
  @TempDir Path folder;

  private final SparkSession session = LocalSession.get();
  private LearningStream<Payment> learning;
  private PredictorModel served;

  record Payment(double amount, double hour) {
    static Payment of(long i) {
      return new Payment(i % 17, i % 24);
    }

    String kind() {
      return amount > 8 ? "fraud" : "honest";
    }
  }

  private static FeatureExtractor<Payment> features() {
    return Features.<Payment>of()
        .numeric("amount", Payment::amount)
        .numeric("hour", Payment::hour)
        .labelClass(Payment::kind, "honest", "fraud")
        .build();
  }

  private DStream<Double> score(DStream<Payment> payments, String directory) {
    FeatureExtractor<Payment> features = features();
    Schema schema = features.schema();
    Model model =
        MllibImport.load(session, directory + "/fraud", Inputs.columns(schema.features()));

    DStream<Double> scores = // on any engine
        payments.map(
            payment -> {
              double[] out = new double[1];
              model.predict(new double[] {payment.amount(), payment.hour()}, 0, out);
              return out[0];
            });
    PredictorModel served = // and by a PredictionServer
        PredictorModel.of(new Predictor<>("fraud", schema, model, 0));
    this.served = served;
    return scores;
  }

  /** Trains in Spark. */
  private void train(String directory) throws Exception {
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < 200; i++) {
      Payment payment = Payment.of(i);
      rows.add(
          RowFactory.create(
              payment.amount(), payment.hour(), payment.kind().equals("fraud") ? 1.0 : 0.0));
    }
    StructType schema = new StructType();
    for (String name : List.of("amount", "hour", "label")) {
      schema = schema.add(name, DataTypes.DoubleType, false);
    }
    new Pipeline()
        .setStages(
            new PipelineStage[] {
              new VectorAssembler()
                  .setInputCols(new String[] {"amount", "hour"})
                  .setOutputCol("features"),
              new org.apache.spark.ml.classification.LogisticRegression()
            })
        .fit(session.createDataFrame(rows, schema))
        .save(directory + "/fraud");
  }

  @Test
  void shouldScoreByAModelOfSpark() throws Exception {
    String directory = folder.toUri().toString();
    train(directory);
    MemorySink<Double> scores = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(context -> score(payments(context), directory).to("scores", scores))) {
      driver.runAll();
    }
    assertTrue(scores.records().get(16) > 0.9, scores.records().toString());
    assertTrue(scores.records().get(1) < 0.1, scores.records().toString());
    assertEquals(
        List.of("fraud"),
        served.predictRows(List.of(Map.of("amount", 16.0, "hour", 16.0))).classes());
  }

  private static DStream<Payment> payments(StreamingContext context) {
    return context.source("payments", GeneratorSource.bounded(200, Payment::of));
  }

  private LogisticRegressionModel export(String directory) {
    LogisticModel model = (LogisticModel) learning.predictor("logistic").current().model();
    LogisticRegressionModel inSpark =
        MllibExport.logisticRegression(session, model, directory + "/logistic");
    return inSpark;
  }

  @Test
  void shouldTakeAModelToSpark() {
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            context ->
                learning =
                    LearningStream.on(payments(context), features())
                        .learner(
                            "logistic",
                            new LogisticRegression(LogisticRegression.Options.defaults()))
                        .named("fraud"))) {
      driver.runAll();
      LogisticRegressionModel inSpark = export(folder.toUri().toString());
      assertEquals(1, inSpark.predict(Vectors.dense(16, 3)));
      assertEquals(0, inSpark.predict(Vectors.dense(1, 3)));
    }
  }
}
