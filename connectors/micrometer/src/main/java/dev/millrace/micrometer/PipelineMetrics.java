package dev.millrace.micrometer;

import dev.millrace.core.StreamingContext;
import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.PipelineStart;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.ml.stream.LearningStream;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells a Micrometer registry what a pipeline does.
 *
 * <pre>{@code
 * PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
 * context.listen(PipelineMetrics.of(registry).withLearning(learning).withAlerts(alerts));
 * context.start();
 * }</pre>
 *
 * <p>All names begin with {@code millrace.} and all meters have the tag {@code pipeline}; the
 * README lists them as Prometheus shows them. They are a contract: a name or tag changes with a
 * major version only.
 *
 * <p>Tags are names that the pipeline's code gives: of sources, operators, sinks, learners, rules.
 * Data, as keys of rows or of alerts, are none. A family keeps 200 series, and counts what is
 * beyond under the name {@code other}. A batch costs some microseconds on the pipeline's thread;
 * figures of learners are computed when the registry is read. One for each pipeline, described
 * before the start.
 */
public final class PipelineMetrics implements StreamingListener {
  private final MeterRegistry registry;
  private final List<LearningStream<?>> learning = new ArrayList<>();
  private final AlertMeters alerts;
  private final List<LearnerMeters> learners = new ArrayList<>();
  private Optional<BatchMeters> meters = Optional.empty();
  private boolean operatorRows = true;

  private PipelineMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.alerts = new AlertMeters(registry);
  }

  /** Metrics that go to a registry; to be {@linkplain StreamingContext#listen listening}. */
  public static PipelineMetrics of(MeterRegistry registry) {
    return new PipelineMetrics(Objects.requireNonNull(registry, "registry"));
  }

  /** With the figures and model versions of what learns. Before the start. */
  public PipelineMetrics withLearning(LearningStream<?> stream) {
    learning.add(Objects.requireNonNull(stream, "stream"));
    return this;
  }

  /** With how many alerts were told, and how many fire. Before the start. */
  public PipelineMetrics withAlerts(Alerts stream) {
    stream.stream()
        .foreachBatch(
            (batch, context) -> {
              for (Alert alert : batch.collect()) {
                alerts.add(alert);
              }
            });
    return this;
  }

  /**
   * Without the rows of each operator, which cost some nanoseconds for each row and operator.
   * Before the start.
   */
  public PipelineMetrics withoutOperatorRows() {
    operatorRows = false;
    return this;
  }

  @Override
  public void onStart(PipelineStart start) {
    Tags tags = Tags.of(Tag.of("pipeline", start.pipeline()));
    meters = Optional.of(new BatchMeters(registry, tags, start.graph()));
    alerts.start(tags);
    learning.forEach(stream -> learners.add(new LearnerMeters(registry, tags, stream)));
  }

  @Override
  public boolean wantsNodeRows() {
    return operatorRows;
  }

  @Override
  public void onBatch(BatchReport report) {
    meters.ifPresent(known -> known.add(report));
    learners.forEach(LearnerMeters::register);
  }

  @Override
  public void onStop() {
    meters.ifPresent(BatchMeters::stopped);
  }

  @Override
  public void onFailure(Throwable cause) {
    meters.ifPresent(BatchMeters::failed);
  }
}
