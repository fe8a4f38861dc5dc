package dev.millrace.cli;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.ml.catalog.LearnerType.Task;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.instance.FeatureExtractor;
import java.util.List;
import java.util.Set;

/** Makes features of the columns of any row: numbers as they are, texts one-hot. */
final class RowFeatures {
  /** Categories that come later than so many count as one. */
  private static final int MAX_CATEGORIES = 100;

  private RowFeatures() {}

  /**
   * @param leftOut columns that are no features, the target among them
   * @param target index of the label's column; ignored when clustering
   * @param classes in order, where the task is to tell them apart
   */
  static FeatureExtractor<Row> of(
      RowSchema columns, Set<String> leftOut, Task task, int target, List<String> classes) {
    if (columns.columns().stream().allMatch(column -> leftOut.contains(column.name()))) {
      throw new ConfigurationException(
          "there is no column to learn from beside " + String.join(", ", leftOut));
    }
    Features<Row> features = Features.of();
    for (int i = 0; i < columns.width(); i++) {
      RowSchema.Column column = columns.columns().get(i);
      if (!leftOut.contains(column.name())) {
        add(features, column, i);
      }
    }
    return switch (task) {
      case CLASSIFY ->
          features
              .labelClass(row -> textOrNull(row, target), classes.toArray(String[]::new))
              .build();
      case REGRESS -> features.labelOrMissing(row -> row.number(target)).build();
      case CLUSTER -> features.build();
    };
  }

  private static void add(Features<Row> features, RowSchema.Column column, int index) {
    if (column.type() == RowSchema.Type.NUMBER) {
      features.numericOrMissing(column.name(), row -> row.number(index));
    } else {
      features.oneHot(column.name(), row -> row.text(index), MAX_CATEGORIES);
    }
  }

  @SuppressWarnings("NullAway") // a null label is how Features is told that there is none
  private static String textOrNull(Row row, int column) {
    String text = row.text(column);
    return text.isEmpty() ? null : text;
  }
}
