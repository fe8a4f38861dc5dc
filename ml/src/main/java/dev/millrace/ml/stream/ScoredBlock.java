package dev.millrace.ml.stream;

import java.util.List;

/**
 * What all rows of one block share.
 *
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
    int[][] decided) {}
