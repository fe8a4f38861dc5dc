package dev.millrace.ml.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One version that is kept: all models that one commit made durable.
 *
 * @param id the batch's id
 * @param time the instant that the batch stood for
 * @param pinned whether retention leaves it alone
 * @param models in the order in which their learners were added
 * @param damage what is wrong with the file, if it cannot be read; then there are no models
 */
public record ModelVersion(
    long id, Instant time, boolean pinned, List<Summary> models, Optional<String> damage) {
  public ModelVersion {
    models = List.copyOf(models);
  }

  /**
   * What there is to know of a model without loading it.
   *
   * @param kind of learner
   * @param rowsLearned how many rows it has learned from
   */
  public record Summary(String name, String kind, long rowsLearned) {}
}
