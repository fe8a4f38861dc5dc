package dev.millrace.ml.linear;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.catalog.LearnerOption;
import dev.millrace.ml.feature.Missing;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.feature.Scaling;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.internal.ClassLabels;
import dev.millrace.ml.optim.Loss;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.optim.Regularization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The hyper-parameters of gradient learners: checked, read from texts and written as texts. */
final class GradientOptions {
  private static final LearnerOption<String> LOSS =
      LearnerOption.choice(
          "loss",
          List.of("squared", "absolute", "huber", "quantile"),
          "squared",
          "What a wrong estimate costs.");
  private static final LearnerOption<Double> THRESHOLD =
      LearnerOption.positive(
          "threshold", "1", "Where the Huber loss turns from squared to absolute, in label units.");
  private static final LearnerOption<Double> QUANTILE =
      LearnerOption.number(
          "quantile", "(0, 1)", q -> q > 0 && q < 1, "0.5", "What the quantile loss estimates.");
  private static final LearnerOption<Double> INTERCEPT_RATE =
      LearnerOption.notNegative(
          "interceptLearningRate",
          "0.01",
          "Size of the intercept's first step; later ones follow the schedule.");
  private static final LearnerOption<Double> NEGATIVE_WEIGHT =
      LearnerOption.positive("negativeWeight", "1", "How much a row of the first class counts.");
  private static final LearnerOption<Double> POSITIVE_WEIGHT =
      LearnerOption.positive("positiveWeight", "1", "How much a row of the second class counts.");
  private static final LearnerOption<String> SCALE =
      LearnerOption.choice(
          "scale",
          List.of("standard", "none"),
          "standard",
          "Online scaling: dense rows to mean 0 and deviation 1, sparse ones to magnitude 1.");
  static final LearnerOption<String> MISSING =
      LearnerOption.choice(
          "missing",
          List.of("reject", "mean"),
          "reject",
          "Rows with missing features: refuse, or put the running mean in their place.");

  private GradientOptions() {}

  static void check(Optimizer optimizer, double interceptRate, Regularization regularization) {
    if (!(interceptRate >= 0) || Double.isInfinite(interceptRate)) {
      throw new ConfigurationException(
          "interceptLearningRate must be finite and >= 0, got " + interceptRate);
    }
    if (optimizer instanceof Optimizer.FtrlProximal
        && !regularization.equals(Regularization.none())) {
      throw new ConfigurationException(
          "FTRL-proximal has an l1 and l2 of its own: set them there and use no regularization");
    }
  }

  static void checkRegressionLoss(Loss loss) {
    if (loss instanceof Loss.Logistic) {
      throw new ConfigurationException(
          "the logistic loss is for classes: use a logistic regression");
    }
  }

  static void checkClassWeights(double negative, double positive) {
    if (!(negative > 0 && positive > 0 && negative + positive < Double.POSITIVE_INFINITY)) {
      throw new ConfigurationException(
          "class weights must be finite and > 0, got " + negative + " and " + positive);
    }
  }

  /** A schema that names classes must name two. */
  static void checkTwoClasses(Schema schema) {
    if (!schema.classes().isEmpty() && schema.classes().size() != 2) {
      throw new ConfigurationException(
          "tells two classes apart, but the target has "
              + schema.classes().size()
              + "; softmax-regression tells any number apart");
    }
  }

  static List<LearnerOption<?>> ofLinear() {
    return Stream.of(
            Stream.of(LOSS, THRESHOLD, QUANTILE),
            OptimizerOptions.all().stream(),
            Stream.of(INTERCEPT_RATE, SCALE, MISSING))
        .<LearnerOption<?>>flatMap(options -> options)
        .toList();
  }

  static List<LearnerOption<?>> ofLogistic() {
    return Stream.of(
            OptimizerOptions.all().stream(),
            Stream.of(INTERCEPT_RATE, NEGATIVE_WEIGHT, POSITIVE_WEIGHT, SCALE, MISSING))
        .<LearnerOption<?>>flatMap(options -> options)
        .toList();
  }

  static List<LearnerOption<?>> ofSoftmax() {
    return Stream.of(
            Stream.of(ClassLabels.OPTION),
            OptimizerOptions.all().stream(),
            Stream.of(INTERCEPT_RATE, SCALE, MISSING))
        .<LearnerOption<?>>flatMap(options -> options)
        .toList();
  }

  static LinearRegression.Options readLinear(Map<String, String> given) {
    Loss loss = readLoss(given);
    LinearRegression.Options options =
        new LinearRegression.Options(
            loss,
            OptimizerOptions.read(given, loss),
            INTERCEPT_RATE.get(given),
            OptimizerOptions.readRegularization(given),
            readPreprocessing(given));
    refuseIdle(given, texts(options.descent()));
    return options;
  }

  static LogisticRegression.Options readLogistic(Map<String, String> given) {
    LogisticRegression.Options options =
        new LogisticRegression.Options(
            OptimizerOptions.read(given, new Loss.Logistic()),
            INTERCEPT_RATE.get(given),
            OptimizerOptions.readRegularization(given),
            readPreprocessing(given),
            NEGATIVE_WEIGHT.get(given),
            POSITIVE_WEIGHT.get(given));
    refuseIdle(given, texts(options.descent()));
    return options;
  }

  static SoftmaxRegression.Options readSoftmax(Map<String, String> given, int classes) {
    SoftmaxRegression.Options options =
        new SoftmaxRegression.Options(
            classes,
            OptimizerOptions.read(given, new Loss.Logistic()),
            INTERCEPT_RATE.get(given),
            OptimizerOptions.readRegularization(given),
            readPreprocessing(given));
    refuseIdle(given, texts(options));
    return options;
  }

  private static Loss readLoss(Map<String, String> given) {
    return switch (LOSS.get(given)) {
      case "absolute" -> new Loss.Absolute();
      case "huber" -> new Loss.Huber(THRESHOLD.get(given));
      case "quantile" -> new Loss.Quantile(QUANTILE.get(given));
      default -> new Loss.Squared();
    };
  }

  private static Preprocessing readPreprocessing(Map<String, String> given) {
    return new Preprocessing(
        SCALE.get(given).equals("none") ? Scaling.NONE : Scaling.STANDARD, readMissing(given));
  }

  static Missing readMissing(Map<String, String> given) {
    return MISSING.get(given).equals("mean") ? Missing.MEAN : Missing.REJECT;
  }

  static String text(Missing missing) {
    return missing == Missing.MEAN ? "mean" : "reject";
  }

  /** An option that the others leave without effect is a misunderstanding: it is refused. */
  private static void refuseIdle(Map<String, String> given, Map<String, String> effective) {
    for (String name : given.keySet()) {
      if (!effective.containsKey(name)) {
        throw new ConfigurationException(
            "option " + name + " has no effect with " + effective + "; leave it out");
      }
    }
  }

  /** All options that have an effect, as texts that read back to equal options. */
  static Map<String, String> texts(DescentOptions options) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (options.logistic()) {
      texts.put(NEGATIVE_WEIGHT.name(), Double.toString(options.negativeWeight()));
      texts.put(POSITIVE_WEIGHT.name(), Double.toString(options.positiveWeight()));
    } else {
      putLoss(options.loss(), texts);
    }
    OptimizerOptions.put(options.optimizer(), options.regularization(), texts);
    put(options.interceptLearningRate(), options.preprocessing(), texts);
    return texts;
  }

  /** All options of a softmax regression that have an effect. */
  static Map<String, String> texts(SoftmaxRegression.Options options) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(ClassLabels.OPTION.name(), Integer.toString(options.classes()));
    OptimizerOptions.put(options.optimizer(), options.regularization(), texts);
    put(options.interceptLearningRate(), options.preprocessing(), texts);
    return texts;
  }

  private static void put(
      double interceptRate, Preprocessing preprocessing, Map<String, String> texts) {
    texts.put(INTERCEPT_RATE.name(), Double.toString(interceptRate));
    texts.put(SCALE.name(), preprocessing.scaling() == Scaling.NONE ? "none" : "standard");
    texts.put(MISSING.name(), text(preprocessing.missing()));
  }

  private static void putLoss(Loss loss, Map<String, String> texts) {
    if (loss instanceof Loss.Huber huber) {
      texts.put(LOSS.name(), "huber");
      texts.put(THRESHOLD.name(), Double.toString(huber.threshold()));
    } else if (loss instanceof Loss.Quantile quantile) {
      texts.put(LOSS.name(), "quantile");
      texts.put(QUANTILE.name(), Double.toString(quantile.quantile()));
    } else {
      texts.put(LOSS.name(), loss instanceof Loss.Absolute ? "absolute" : "squared");
    }
  }
}
