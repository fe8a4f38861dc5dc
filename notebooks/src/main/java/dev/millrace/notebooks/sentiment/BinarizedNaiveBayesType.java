package dev.millrace.notebooks.sentiment;

import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.DescribedLearnerType;
import dev.millrace.ml.catalog.LearnerOption;
import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Map;

/** Makes a {@link BinarizedNaiveBayes} from text: so checkpoints and the command line find it. */
public final class BinarizedNaiveBayesType extends DescribedLearnerType {
  static final LearnerOption<Double> SMOOTHING =
      LearnerOption.positive("smoothing", "1", "What is added to each count.");

  public BinarizedNaiveBayesType() {
    super(
        BinarizedNaiveBayes.KIND,
        "Multinomial naive Bayes for two classes of texts that counts a word once a text.",
        List.of(Task.CLASSIFY),
        List.of(SMOOTHING));
  }

  @Override
  protected Learner<?> make(Map<String, String> given, Schema schema, long seed) {
    return new BinarizedNaiveBayes(SMOOTHING.get(given));
  }
}
