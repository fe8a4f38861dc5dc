package dev.millrace.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.alert.AlertRule;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.observe.PipelineHealth;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.http.Operations;
import dev.millrace.http.PredictionServer;
import dev.millrace.http.ServerOptions;
import dev.millrace.http.dashboard.Dashboard;
import dev.millrace.ml.baseline.RunningMean;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.stream.LearningStream;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  @Test
  void shouldDoWhatTheReadmeShows() throws InterruptedException {
    ServerOptions options = ServerOptions.defaults().withPort(0);
    StreamingConfig config = StreamingConfig.named("numbers").withTrigger(Trigger.availableNow());
    try (StreamingContext context = StreamingContext.create(config)) {
      var numbers = context.source("numbers", GeneratorSource.bounded(10, i -> (double) i));
      var learning =
          LearningStream.on(
                  numbers, Features.<Double>of().numeric("x", x -> x).label(x -> 2 * x).build())
              .learner("mean", new RunningMean())
              .evaluate(EvaluationMode.PER_BATCH, 10)
              .named("doubles");
      Alerts alerts =
          Alerts.on(numbers).rule("large", AlertRule.<Double>above(x -> x, 5)).named("alerts");
      PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      PipelineHealth health = PipelineHealth.within(Duration.ofMinutes(1));
      context.listen(health);
      context.listen(PipelineMetrics.of(registry).withLearning(learning).withAlerts(alerts));
      Operations operations =
          Operations.of(health)
              .withMetrics(registry::scrape)
              .beside(Dashboard.of(context, List.of(learning)));
      try (PredictionServer server = PredictionServer.start(options, List.of(), operations)) {
        System.err.println("metrics at " + server.uri() + "/metrics");
        context.start();
        context.awaitTermination();
      }
      Scrape scrape = Scrape.parse(registry.scrape());
      assertEquals(10, scrape.value("millrace_records_total"));
      assertEquals(1, scrape.value("millrace_alerts_firing"));
    }
  }
}
