package dev.millrace.ml.stream;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What all rows of one block share.
 *
 * @param version of the models that predicted
 * @param labels by row
 * @param outputs by learner, row-major
 * @param widths by learner, how many numbers a row has
 * @param decided by learner
 */
@SuppressWarnings("ArrayRecordComponent") // views of it are handed out, not the arrays
record ScoredBlock(
    long version,
    List<String> classes,
    List<String> learners,
    double[] labels,
    double[][] outputs,
    int[] widths,
    int[][] decided)
    implements Serializable {
  private static final ScoredBlock NONE =
      new ScoredBlock(
          -1, List.of(), List.of(), new double[0], new double[0][], new int[0], new int[0][]);

  /** Of no rows. */
  static ScoredBlock none() {
    return NONE;
  }

  int rows() {
    return labels.length;
  }

  /** One row alone. */
  ScoredBlock only(int row) {
    double[][] output = new double[outputs.length][];
    int[][] decision = new int[decided.length][];
    for (int learner = 0; learner < outputs.length; learner++) {
      int width = widths[learner];
      output[learner] = Arrays.copyOfRange(outputs[learner], row * width, (row + 1) * width);
      decision[learner] = new int[] {decided[learner][row]};
    }
    return new ScoredBlock(
        version, classes, learners, new double[] {labels[row]}, output, widths, decision);
  }
}
