package dev.millrace.benchmarks.spark;

import dev.millrace.core.DStream;
import dev.millrace.ml.Learner;
import dev.millrace.ml.Model;
import dev.millrace.ml.cluster.DecayUnit;
import dev.millrace.ml.cluster.InitialCentres;
import dev.millrace.ml.cluster.KMeansModel;
import dev.millrace.ml.cluster.KMeansOptions;
import dev.millrace.ml.cluster.MiniBatchKMeans;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.feature.Scaling;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LinearModel;
import dev.millrace.ml.linear.LinearRegression;
import dev.millrace.ml.linear.LogisticModel;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.linear.MiniBatchLinearRegression;
import dev.millrace.ml.linear.MiniBatchLogisticRegression;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.stream.LearningStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.mllib.classification.StreamingLogisticRegressionWithSGD;
import org.apache.spark.mllib.clustering.StreamingKMeans;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.regression.LabeledPoint;
import org.apache.spark.mllib.regression.StreamingLinearRegressionWithSGD;
import org.apache.spark.streaming.api.java.JavaDStream;

/**
 * What both MLlib and Millrace learn from a stream. With one pass over each batch both take the
 * same steps, so their weights are the same but for rounding.
 */
enum LearningTask {
  LOGISTIC_REGRESSION("accuracy") {
    @Override
    LabeledPoint row(long number) {
      return Readings.ofTwoClasses().at(number);
    }

    @Override
    Supplier<double[]> mllib(JavaDStream<LabeledPoint> rows, int passes) {
      StreamingLogisticRegressionWithSGD learner =
          new StreamingLogisticRegressionWithSGD()
              .setStepSize(LOGISTIC_RATE)
              .setNumIterations(passes)
              .setInitialWeights(Vectors.zeros(Readings.WIDTH));
      learner.trainOn(rows);
      return () -> learner.latestModel().weights().toArray();
    }

    @Override
    Learner<?> learner() {
      return new MiniBatchLogisticRegression(
          LogisticRegression.Options.defaults()
              .withOptimizer(new Optimizer.Sgd(LearningRate.constant(LOGISTIC_RATE)))
              .withInterceptLearningRate(0)
              .withPreprocessing(Preprocessing.none()));
    }

    @Override
    double[] weights(Model model) {
      return ((LogisticModel) model).weights();
    }

    /** The share of rows that are classified rightly. */
    @Override
    double quality(double[] weights) {
      return Readings.ofTwoClasses().heldOut().stream()
          .mapToInt(row -> (score(weights, row) > 0) == (row.label() == 1) ? 1 : 0)
          .average()
          .orElseThrow();
    }
  },

  LINEAR_REGRESSION("root mean squared error") {
    @Override
    LabeledPoint row(long number) {
      return Readings.ofNumbers().at(number);
    }

    @Override
    Supplier<double[]> mllib(JavaDStream<LabeledPoint> rows, int passes) {
      StreamingLinearRegressionWithSGD learner =
          new StreamingLinearRegressionWithSGD()
              .setStepSize(LINEAR_RATE)
              .setNumIterations(passes)
              .setInitialWeights(Vectors.zeros(Readings.WIDTH));
      learner.trainOn(rows);
      return () -> learner.latestModel().weights().toArray();
    }

    /** The loss is the squared error here and half of it in MLlib. */
    @Override
    Learner<?> learner() {
      return new MiniBatchLinearRegression(
          LinearRegression.Options.defaults()
              .withOptimizer(new Optimizer.Sgd(LearningRate.constant(LINEAR_RATE / 2)))
              .withInterceptLearningRate(0)
              .withPreprocessing(Preprocessing.none()));
    }

    @Override
    double[] weights(Model model) {
      return ((LinearModel) model).weights();
    }

    @Override
    double quality(double[] weights) {
      return Math.sqrt(
          Readings.ofNumbers().heldOut().stream()
              .mapToDouble(row -> Math.pow(score(weights, row) - row.label(), 2))
              .average()
              .orElseThrow());
    }
  },

  K_MEANS("mean squared distance") {
    /** A new object each time, for both sides: MLlib's k-means adds up in the rows it is given. */
    @Override
    LabeledPoint row(long number) {
      LabeledPoint row = Readings.ofClusters().at(number);
      return new LabeledPoint(row.label(), row.features().copy());
    }

    /** Has one pass however many are asked for. */
    @Override
    Supplier<double[]> mllib(JavaDStream<LabeledPoint> rows, int passes) {
      double[] counts = new double[Readings.CLUSTERS];
      Arrays.fill(counts, 1);
      StreamingKMeans learner =
          new StreamingKMeans()
              .setK(Readings.CLUSTERS)
              .setDecayFactor(1)
              .setInitialCenters(
                  centres().stream().map(Vectors::dense).toArray(Vector[]::new), counts);
      learner.trainOn(rows.map(LabeledPoint::features));
      return () ->
          Arrays.stream(learner.latestModel().clusterCenters())
              .flatMapToDouble(centre -> Arrays.stream(centre.toArray()))
              .toArray();
    }

    @Override
    Learner<?> learner() {
      List<List<Double>> given =
          centres().stream().map(centre -> Arrays.stream(centre).boxed().toList()).toList();
      return new MiniBatchKMeans(
          KMeansOptions.of(Readings.CLUSTERS)
              .withInitial(new InitialCentres.Given(given))
              .withDecay(1, DecayUnit.BATCHES)
              .withScaling(Scaling.NONE));
    }

    private List<double[]> centres() {
      return IntStream.range(0, Readings.CLUSTERS)
          .mapToObj(cluster -> row(cluster).features().toArray())
          .toList();
    }

    @Override
    double[] weights(Model model) {
      KMeansModel clusters = (KMeansModel) model;
      return IntStream.range(0, clusters.clusters())
          .mapToObj(clusters::centre)
          .flatMapToDouble(Arrays::stream)
          .toArray();
    }

    @Override
    double quality(double[] centres) {
      return Readings.ofClusters().heldOut().stream()
          .mapToDouble(row -> toNearest(centres, row.features().toArray()))
          .average()
          .orElseThrow();
    }

    private static double toNearest(double[] centres, double[] x) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int at = 0; at < centres.length; at += x.length) {
        double distance = 0;
        for (int j = 0; j < x.length; j++) {
          distance += Math.pow(x[j] - centres[at + j], 2);
        }
        nearest = Math.min(nearest, distance);
      }
      return nearest;
    }
  };

  /** How many passes MLlib's linear learners make over a batch unless told otherwise. */
  static final int DEFAULT_PASSES = 50;

  private static final double LOGISTIC_RATE = 1;
  private static final double LINEAR_RATE = 0.5;

  private final String measure;

  LearningTask(String measure) {
    this.measure = measure;
  }

  abstract LabeledPoint row(long number);

  /** Lets MLlib learn; gives what reads the weights, or centres, as of then. */
  abstract Supplier<double[]> mllib(JavaDStream<LabeledPoint> rows, int passes);

  abstract Learner<?> learner();

  abstract double[] weights(Model model);

  /** How good weights are on rows that nobody has learned from. */
  abstract double quality(double[] weights);

  /** What {@link #quality} is. */
  String measure() {
    return measure;
  }

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  Contender<double[]> mllib(SparkStreams streams, int passes) {
    LearningTask task = this;
    return load -> streams.run(load, task::row, rows -> task.mllib(rows, passes));
  }

  Contender<double[]> millrace(MillraceStreams streams) {
    LearningTask task = this;
    return load -> streams.run(load, task::row, this::learned);
  }

  private Supplier<double[]> learned(DStream<LabeledPoint> rows) {
    Predictor<Model> predictor =
        LearningStream.on(rows, features())
            .learner("learner", learner())
            .named("learning")
            .predictor("learner");
    return () -> weights(predictor.current().model());
  }

  private static FeatureExtractor<LabeledPoint> features() {
    List<String> names = IntStream.range(0, Readings.WIDTH).mapToObj(j -> "x" + j).toList();
    return Features.<LabeledPoint>of()
        .vector("x", names, row -> row.features().toArray())
        .label(LabeledPoint::label)
        .build();
  }

  private static double score(double[] weights, LabeledPoint row) {
    return Readings.dot(weights, row.features().toArray());
  }
}
