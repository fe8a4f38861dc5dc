package dev.millrace.micrometer;

import dev.millrace.ml.Model;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.stream.LearningStream;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a learning stream has learned, read from its newest commit when somebody asks. */
final class LearnerMeters {
  private final MeterRegistry registry;
  private final Tags tags;
  private final LearningStream<?> learning;
  private boolean registered;
  private PrequentialReport cachedOf;
  private Map<String, Map<String, Double>> cached = Map.of();

  LearnerMeters(MeterRegistry registry, Tags tags, LearningStream<?> learning) {
    this.registry = registry;
    this.tags = tags.and("stream", learning.name());
    this.learning = learning;
    for (Predictor<Model> predictor : learning.predictors().values()) {
      Gauge.builder("millrace.model.version", predictor, one -> one.current().version())
          .description("Batch whose commit made the model that predicts")
          .tags(this.tags.and("learner", predictor.name()))
          .strongReference(true)
          .register(registry);
    }
  }

  /** Makes meters of the figures, once it is known which there are. */
  void register() {
    if (registered || learning.report().batchId() < 0) {
      return;
    }
    registered = true;
    for (LearnerReport learner : learning.report().learners()) {
      String name = learner.name();
      Tags of = tags.and("learner", name);
      FunctionCounter.builder(
              "millrace.learner.rows", this, meters -> meters.report(name).rowsLearned())
          .description("Rows learned from")
          .tags(of)
          .register(registry);
      for (String metric : learner.cumulative().keySet()) {
        figure(of.and("metric", metric, "window", "all"), name, "all/" + metric);
        figure(of.and("metric", metric, "window", "sliding"), name, "sliding/" + metric);
      }
    }
  }

  private void figure(Tags with, String learner, String figure) {
    Gauge.builder("millrace.learner.metric", this, meters -> meters.figure(learner, figure))
        .description("Figure of a learner over its rows, predicted before they were learned from")
        .tags(with)
        .strongReference(true)
        .register(registry);
  }

  private LearnerReport report(String learner) {
    return learning.report().learner(learner);
  }

  /** All figures of a report are computed together. */
  private synchronized double figure(String learner, String figure) {
    PrequentialReport report = learning.report();
    if (cachedOf == null || report.batchId() != cachedOf.batchId()) {
      Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
      for (LearnerReport one : report.learners()) {
        Map<String, Double> values = new LinkedHashMap<>();
        one.cumulative().forEach((name, value) -> values.put("all/" + name, value));
        one.sliding().forEach((name, value) -> values.put("sliding/" + name, value));
        figures.put(one.name(), values);
      }
      cached = figures;
      cachedOf = report;
    }
    return cached.getOrDefault(learner, Map.of()).getOrDefault(figure, Double.NaN);
  }
}
