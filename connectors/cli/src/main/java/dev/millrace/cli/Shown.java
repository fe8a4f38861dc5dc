package dev.millrace.cli;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.observe.PipelineHealth;
import dev.millrace.http.Operations;
import dev.millrace.http.dashboard.Dashboard;
import dev.millrace.micrometer.PipelineMetrics;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.model.ModelVersions;
import dev.millrace.ml.serve.SwitchableModel;
import dev.millrace.ml.stream.LearningStream;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a server shows of a pipeline beside its models: health, and if wanted metrics and a
 * dashboard.
 *
 * @param readyWithin how old the newest batch may be for the pipeline to be called ready
 */
record Shown(
    StreamingContext context,
    List<? extends LearningStream<?>> learning,
    List<Alerts> alerts,
    List<DStream<Drift>> drifts,
    boolean dashboard,
    boolean metrics,
    Duration readyWithin) {
  private static final Duration READY_WITHIN = Duration.ofMinutes(1);
  private static final int READY_INTERVALS = 3;

  /** What {@code readyWithin} is unless somebody says otherwise. */
  static Duration readyWithin(Trigger trigger) {
    Duration intervals =
        trigger instanceof Trigger.Interval every
            ? every.interval().multipliedBy(READY_INTERVALS)
            : Duration.ZERO;
    return intervals.compareTo(READY_WITHIN) > 0 ? intervals : READY_WITHIN;
  }

  /**
   * Has all of it listen to the pipeline, which must not have been started.
   *
   * @param versions those of the checkpoint; empty where there is none
   * @param models those that can be rolled back
   */
  Operations site(Optional<ModelVersions> versions, List<SwitchableModel> models) {
    PipelineHealth health = PipelineHealth.within(readyWithin);
    context.listen(health);
    Operations operations = Operations.of(health);
    if (metrics) {
      operations = operations.withMetrics(registry()::scrape);
    }
    return dashboard ? operations.beside(page(versions, models)) : operations;
  }

  private PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    PipelineMetrics told = PipelineMetrics.of(registry);
    learning.forEach(told::withLearning);
    alerts.forEach(told::withAlerts);
    context.listen(told);
    return registry;
  }

  private Dashboard page(Optional<ModelVersions> versions, List<SwitchableModel> models) {
    Dashboard page = Dashboard.of(context, learning);
    alerts.forEach(page::withAlerts);
    drifts.forEach(page::withDrift);
    return versions.map(kept -> page.withVersions(kept, models)).orElse(page);
  }
}
