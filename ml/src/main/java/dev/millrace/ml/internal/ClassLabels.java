package dev.millrace.ml.internal;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.catalog.LearnerOption;
import dev.millrace.ml.instance.Schema;
import java.util.Map;

/** Labels that are classes, and how many classes there are. */
public final class ClassLabels {
  /** For learners that are made from text. */
  public static final LearnerOption<Long> OPTION =
      LearnerOption.whole("classes", 2, "as the schema says", "How many classes there are.");

  private ClassLabels() {}

  /**
   * The label as a class's index.
   *
   * @throws LearnerException if it is none
   */
  public static int index(double label, int classes, int row) {
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

  /**
   * The number of classes itself.
   *
   * @throws ConfigurationException if there are not two
   */
  public static int check(int classes) {
    if (classes < 2) {
      throw new ConfigurationException("expected at least 2 classes, got " + classes);
    }
    return classes;
  }

  /** How many there are: as given, or else as the schema says. */
  public static int count(Map<String, String> given, Schema schema) {
    return (int) (long) OPTION.get(given, (long) schema.classes().size());
  }
}
