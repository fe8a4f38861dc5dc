package dev.millrace.notebooks.weblog;

import dev.millrace.file.WebLogEntry;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;

/** What is learned of a request, and how. */
final class FailureLearners {
  private FailureLearners() {}

  /** All of it is known before the answer. */
  static FeatureExtractor<WebLogEntry> features() {
    return Features.<WebLogEntry>of()
        .hashed("page", Site::page, 1 << 12)
        .hashed("section", Site::section, 1 << 8)
        .hashed("method", WebLogEntry::method, 1 << 4)
        .hashed("host", WebLogEntry::host, 1 << 12)
        .labelClass(Site::outcome, "ok", "error")
        .build();
  }

  static LogisticRegression logisticRegression() {
    return new LogisticRegression(
        LogisticRegression.Options.defaults()
            .withOptimizer(new Optimizer.AdaGrad(LearningRate.constant(0.5), 1e-8))
            .withInterceptLearningRate(0.05)
            .withPreprocessing(Preprocessing.none()));
  }
}
