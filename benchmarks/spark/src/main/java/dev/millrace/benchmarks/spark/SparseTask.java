package dev.millrace.benchmarks.spark;

import dev.millrace.core.DStream;
import dev.millrace.ml.Model;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceWriter;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.linear.LogisticModel;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.linear.MiniBatchLogisticRegression;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.stream.LearningStream;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.mllib.classification.StreamingLogisticRegressionWithSGD;
import org.apache.spark.mllib.linalg.SparseVector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.regression.LabeledPoint;
import org.apache.spark.streaming.api.java.JavaDStream;

/**
 * Logistic regression over rows of which ten features are not zero.
 *
 * @param width how many features there are, at least 10
 */
record SparseTask(int width) {
  private static final int STORED = 10;
  private static final int DISTINCT = 1 << 16;
  private static final double RATE = 1;
  private static final Map<Integer, LabeledPoint[]> POINTS = new ConcurrentHashMap<>();

  private static LabeledPoint[] points(int width) {
    SplittableRandom random = new SplittableRandom(width);
    LabeledPoint[] points = new LabeledPoint[DISTINCT];
    for (int i = 0; i < points.length; i++) {
      int[] indices =
          width == STORED
              ? IntStream.range(0, STORED).toArray()
              : random.ints(0, width).distinct().limit(STORED).sorted().toArray();
      double[] values = random.doubles(STORED, -1, 1).toArray();
      double sum = 0;
      for (int k = 0; k < STORED; k++) {
        sum += indices[k] % 2 == 0 ? values[k] : -values[k];
      }
      points[i] = new LabeledPoint(sum > 0 ? 1 : 0, Vectors.sparse(width, indices, values));
    }
    return points;
  }

  private static LabeledPoint row(int width, long number) {
    return POINTS.computeIfAbsent(width, SparseTask::points)[(int) (number % DISTINCT)];
  }

  Contender<double[]> spark(SparkStreams streams) {
    int features = width;
    return load -> streams.run(load, number -> row(features, number), this::learned);
  }

  private Supplier<double[]> learned(JavaDStream<LabeledPoint> rows) {
    StreamingLogisticRegressionWithSGD learner =
        new StreamingLogisticRegressionWithSGD()
            .setStepSize(RATE)
            .setNumIterations(1)
            .setInitialWeights(Vectors.zeros(width));
    learner.trainOn(rows);
    return () -> learner.latestModel().weights().toArray();
  }

  Contender<double[]> millrace(MillraceStreams streams) {
    int features = width;
    return load -> streams.run(load, number -> row(features, number), this::learned);
  }

  private Supplier<double[]> learned(DStream<LabeledPoint> rows) {
    Predictor<Model> predictor =
        LearningStream.on(rows, new Extractor(schema(width)))
            .learner(
                "learner",
                new MiniBatchLogisticRegression(
                    LogisticRegression.Options.defaults()
                        .withOptimizer(new Optimizer.Sgd(LearningRate.constant(RATE)))
                        .withInterceptLearningRate(0)
                        .withPreprocessing(Preprocessing.none())))
            .named("learning")
            .predictor("learner");
    return () -> ((LogisticModel) predictor.current().model()).weights();
  }

  private static Schema schema(int width) {
    List<String> names = IntStream.range(0, width).mapToObj(j -> "x#" + j).toList();
    return new Schema(names, List.of(), true);
  }

  /** Writes the stored values. */
  private record Extractor(Schema schema) implements FeatureExtractor<LabeledPoint> {
    @Override
    public void extract(LabeledPoint row, InstanceWriter out) {
      SparseVector x = (SparseVector) row.features();
      for (int k = 0; k < x.indices().length; k++) {
        out.feature(x.indices()[k], x.values()[k]);
      }
      out.label(row.label());
    }
  }
}
