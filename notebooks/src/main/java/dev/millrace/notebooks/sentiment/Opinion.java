package dev.millrace.notebooks.sentiment;

import dev.millrace.ml.stream.Scored;
import java.io.Serializable;

/**
 * What was said of a tweet, and what it was; empty if that is not known.
 *
 * @param negative the probability that it is negative
 * @param naiveBayes the same by the other learner
 * @param frozen the same by a model that has stopped to learn
 */
record Opinion(Topic topic, double negative, double naiveBayes, double frozen, String sentiment)
    implements Serializable {
  static Opinion of(Scored<Tweet> scored) {
    return new Opinion(
        Topic.of(scored.row().text()),
        scored.output(),
        scored.output("naive-bayes"),
        scored.output("frozen"),
        scored.labelClass());
  }
}
