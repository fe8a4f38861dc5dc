package dev.millrace.ml.bayes;

import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.DescribedLearnerType;
import dev.millrace.ml.catalog.LearnerOption;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.internal.ClassLabels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a {@link BinarizedNaiveBayes} from text. */
public final class BinarizedNaiveBayesType extends DescribedLearnerType {
  private static final LearnerOption<Double> SMOOTHING =
      LearnerOption.positive("smoothing", "1", "What is added to each count.");

  public BinarizedNaiveBayesType() {
    super(
        BinarizedNaiveBayes.KIND,
        "Naive Bayes that counts which features are not 0, once a row: for texts.",
        List.of(Task.CLASSIFY),
        List.of(ClassLabels.OPTION, SMOOTHING));
  }

  /** Options as text, for checkpoints. */
  static Map<String, String> texts(BinarizedNaiveBayes.Options options) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(ClassLabels.OPTION.name(), Integer.toString(options.classes()));
    texts.put(SMOOTHING.name(), Double.toString(options.smoothing()));
    return texts;
  }

  @Override
  protected Learner<?> make(Map<String, String> given, Schema schema, long seed) {
    return new BinarizedNaiveBayes(
        new BinarizedNaiveBayes.Options(ClassLabels.count(given, schema), SMOOTHING.get(given)));
  }
}
