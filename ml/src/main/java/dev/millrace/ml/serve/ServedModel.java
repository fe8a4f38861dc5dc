package dev.millrace.ml.serve;

import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a server needs to know of a model. Thread-safe; every answer comes whole from one
 * version.
 *
 * <p>A row can be given in two ways: as numbers by feature ({@link #predict}), in the order of
 * {@link #schema}, or by column name ({@link #predictRows}), as a caller's JSON has it. What the
 * columns are is in {@link #inputs}: either the columns of the pipeline's own rows, or, where only
 * the features are known, a number column per feature and a text column per category, whose value
 * {@code v} in column {@code c} sets the feature {@code c=v}.
 */
public interface ServedModel {
  /** What a column holds. */
  enum ColumnType {
    NUMBER,
    TEXT
  }

  /**
   * A column that a row may have.
   *
   * @param required whether a row without it is refused; one that is not required counts as 0, as
   *     no category, or as missing
   * @param categories the values known of a text column; empty where any text will do
   */
  record InputColumn(String name, ColumnType type, boolean required, List<String> categories) {
    public InputColumn {
      categories = List.copyOf(categories);
    }
  }

  /**
   * What a model said to the rows of one request.
   *
   * @param version of the model that answered
   * @param names what each number of a prediction is, for instance {@code probability}
   * @param values row-major, {@code names.size()} a row
   * @param classes the class decided for each row; empty unless the model tells classes apart
   */
  // An array, not a list: a request may ask for many thousands of rows.
  @SuppressWarnings("ArrayRecordComponent")
  record Answers(long version, List<String> names, double[] values, List<String> classes) {
    /** How many rows were answered. */
    public int rows() {
      return values.length / names.size();
    }
  }

  String name();

  /** What answers now; -1 is the untrained model. */
  long currentVersion();

  /** The versions that {@link #version} can give, oldest first. */
  List<Long> versions();

  /** The model as it was at one version, which then stays the same. */
  Optional<ServedModel> version(long version);

  /** The model as it is now, which then stays the same: all of its answers have one version. */
  ServedModel pinned();

  /** Features and classes, as of the current version. */
  Schema schema();

  /**
   * What each number of a prediction is: {@code value}; {@code probability} (of the second class)
   * or {@code probability[c]} per class, {@code score} where it is none; {@code cluster} and {@code
   * distance} (from its centre).
   */
  List<String> outputs();

  /** The columns of a row, in order; the same list as long as they do not change. */
  List<InputColumn> inputs();

  /**
   * Whether a row by column name whose columns are all numbers, and all there, says the same as its
   * numbers in the order of {@link #schema}.
   */
  boolean inputsAreFeatures();

  /**
   * Predicts rows of numbers.
   *
   * @param rows row-major, {@code schema().width()} a row; not modified
   * @param count how many rows
   * @throws RequestException if the length is not {@code count} times the width
   */
  Answers predict(double[] rows, int count);

  /**
   * Predicts rows given by column name.
   *
   * @param rows values are numbers, texts, booleans (1 and 0, or {@code "true"} and {@code
   *     "false"}) or null for missing
   * @throws RequestException naming row and column that are wrong
   */
  Answers predictRows(List<Map<String, Object>> rows);
}
