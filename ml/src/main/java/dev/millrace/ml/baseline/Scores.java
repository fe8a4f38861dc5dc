package dev.millrace.ml.baseline;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.catalog.LearnerOption;
import dev.millrace.ml.instance.Schema;
import java.util.Map;

/** Labels that are classes, and scores that name one. */
final class Scores {
  static final LearnerOption<Long> CLASSES =
      LearnerOption.whole("classes", 2, "as the schema says", "How many classes there are.");

  private Scores() {}

  /** One for the named class, zero for the others: one number for two classes, else k. */
  static void write(int named, int classes, double[] out, int at) {
    if (classes == 2) {
      out[at] = named;
    } else {
      for (int k = 0; k < classes; k++) {
        out[at + k] = k == named ? 1 : 0;
      }
    }
  }

  /** The label as a class's index. */
  static int label(double label, int classes, int row) {
    int index = (int) label;
    if (index != label || index < 0 || index >= classes) {
      throw new LearnerException(
          "row "
              + row
              + " of the block: expected a class from 0 to "
              + (classes - 1)
              + " as label, got "
              + label);
    }
    return index;
  }

  static int checkClasses(int classes) {
    if (classes < 2) {
      throw new ConfigurationException("expected at least 2 classes, got " + classes);
    }
    return classes;
  }

  /** As given, or else as the schema says. */
  static int classes(Map<String, String> given, Schema schema) {
    return (int) (long) CLASSES.get(given, (long) schema.classes().size());
  }
}
