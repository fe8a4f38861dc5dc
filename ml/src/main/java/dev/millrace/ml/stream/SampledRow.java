package dev.millrace.ml.stream;

import java.util.List;

/**
 * A row as the learners saw it, for people to look at.
 *
 * @param batchId the batch that it came with
 * @param modelVersion as {@link Scored#modelVersion}
 * @param features all of them, as extracted, before any preprocessing of a learner; not modified
 * @param label the number to be met, or the index of the class; NaN if the row has none
 * @param predictions by learner, in the order in which they were added
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SampledRow(
    long batchId,
    long modelVersion,
    double[] features,
    double label,
    List<Prediction> predictions) {
  public SampledRow {
    predictions = List.copyOf(predictions);
  }

  /**
   * What one learner said before it learned the row.
   *
   * @param outputs as {@link dev.millrace.ml.Model} says
   * @param decided the index of the class decided for; 0 where there are no classes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Prediction(String learner, double[] outputs, int decided) {}
}
