package dev.millrace.ml.feature;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.ml.instance.FeatureExtractor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How rows whose columns are known at run time only become features: number columns are numbers,
 * text columns are categories learned as they come, unless told otherwise. Collects; not
 * thread-safe.
 *
 * <pre>{@code
 * FeatureExtractor<Row> features =
 *     RowFeatures.of(schema).target("class").classes(List.of("DOWN", "UP")).drop(Set.of("date"))
 *         .extractor();
 * }</pre>
 */
public final class RowFeatures {
  private final RowSchema schema;
  private Optional<String> targetColumn = Optional.empty();
  private List<String> classNames = List.of();
  private Set<String> categorical = Set.of();
  private Set<String> numeric = Set.of();
  private Set<String> dropped = Set.of();
  private Set<String> missing = Set.of();
  private int maxCategories = 100;

  private RowFeatures(RowSchema schema) {
    this.schema = schema;
  }

  /** Every column a feature, and no label. */
  public static RowFeatures of(RowSchema schema) {
    return new RowFeatures(schema);
  }

  /** The column of the label; a row where it is empty has none. */
  public RowFeatures target(String column) {
    known(Set.of(column));
    targetColumn = Optional.of(column);
    return this;
  }

  /**
   * The classes that the label may have, as {@link Row#display} shows them; without them the label
   * is a number. Of two the second is the positive one.
   */
  public RowFeatures classes(List<String> names) {
    classNames = List.copyOf(names);
    return this;
  }

  /** Number columns to be taken as categories. */
  public RowFeatures categorical(Set<String> columns) {
    categorical = known(columns);
    return this;
  }

  /** Text columns to be read as numbers; a text that is none makes its row a bad record. */
  public RowFeatures numeric(Set<String> columns) {
    numeric = known(columns);
    return this;
  }

  /** Columns to be left out. */
  public RowFeatures drop(Set<String> columns) {
    dropped = known(columns);
    return this;
  }

  /**
   * Number columns in which a value may be missing, for learners that impute; in all others a
   * missing value makes its row a bad record.
   */
  public RowFeatures missing(Set<String> columns) {
    missing = known(columns);
    return this;
  }

  /** How many categories of a column are told apart; default 100. */
  public RowFeatures maxCategories(int most) {
    maxCategories = most;
    return this;
  }

  private Set<String> known(Set<String> columns) {
    try {
      columns.stream().sorted().forEach(schema::index);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage(), e);
    }
    return Set.copyOf(columns);
  }

  /**
   * The extractor that all this describes.
   *
   * @throws ConfigurationException if no feature is left, or a column is to be two things
   */
  public FeatureExtractor<Row> extractor() {
    for (String column : categorical) {
      if (numeric.contains(column)) {
        throw new ConfigurationException(
            "column '" + column + "' is to be both a number and a category");
      }
    }
    Features<Row> features = Features.of();
    for (int i = 0; i < schema.width(); i++) {
      String name = schema.columns().get(i).name();
      if (!dropped.contains(name) && !targetColumn.equals(Optional.of(name))) {
        add(features, name, i);
      }
    }
    targetColumn.ifPresent(target -> addLabel(features, target));
    return features.build();
  }

  private void add(Features<Row> features, String name, int column) {
    boolean number = isNumber(name, column);
    if (!number) {
      features.oneHot(name, row -> row.display(column), maxCategories);
    } else if (missing.contains(name)) {
      features.numericOrMissing(name, reader(name, column));
    } else {
      features.numeric(name, reader(name, column));
    }
  }

  private boolean isNumber(String name, int column) {
    return schema.columns().get(column).type() == RowSchema.Type.NUMBER
        ? !categorical.contains(name)
        : numeric.contains(name);
  }

  private NumberFunction<Row> reader(String name, int column) {
    return schema.columns().get(column).type() == RowSchema.Type.NUMBER
        ? row -> row.number(column)
        : row -> parse(name, row.text(column));
  }

  private static double parse(String name, String text) {
    if (text.isBlank()) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "column '" + name + "': expected a number, got '" + text + "'", e);
    }
  }

  private void addLabel(Features<Row> features, String target) {
    int column = schema.index(target);
    if (classNames.isEmpty()) {
      features.labelOrMissing(reader(target, column));
      return;
    }
    features.labelClass(
        row -> {
          String text = row.display(column);
          return text.isEmpty() ? null : text;
        },
        classNames.toArray(new String[0]));
  }
}
