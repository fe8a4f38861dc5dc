package dev.millrace.ml.evaluate;

import dev.millrace.ml.internal.prequential.LearnerTracks;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How learners did side by side on the same rows, up to and including a batch. Immutable.
 *
 * @param batchId the batch; -1 before the first
 * @param rows how many rows came
 * @param skippedRows how many were to be learned, and were predicted and scored only because their
 *     batch was {@linkplain dev.millrace.core.DegradePolicy degraded}
 * @param learners in the order in which they were added
 * @param labels what became of labels that come later than their rows
 */
public record PrequentialReport(
    long batchId, long rows, long skippedRows, List<LearnerReport> learners, LabelReport labels)
    implements Serializable {
  public PrequentialReport {
    learners = List.copyOf(learners);
  }

  /** What tracks have to report now; lists no learner if no figures are kept. */
  public static PrequentialReport of(LearnerTracks tracks, long batchId) {
    return of(tracks, batchId, LabelReport.NONE);
  }

  /** As {@link #of(LearnerTracks, long)}, where labels come later than their rows. */
  public static PrequentialReport of(LearnerTracks tracks, long batchId, LabelReport labels) {
    return new PrequentialReport(
        batchId, tracks.rows(), tracks.skippedRows(), LearnerReport.of(tracks, batchId), labels);
  }

  /**
   * One learner's figures.
   *
   * @throws IllegalArgumentException naming the learners there are
   */
  public LearnerReport learner(String name) {
    return learners.stream()
        .filter(report -> report.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no learner '"
                        + name
                        + "'; there are "
                        + learners.stream()
                            .map(LearnerReport::name)
                            .collect(Collectors.joining(", "))));
  }
}
