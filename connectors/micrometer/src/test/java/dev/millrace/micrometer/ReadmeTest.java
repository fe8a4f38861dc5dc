package dev.millrace.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL);

  @Test
  void shouldCompileWhatTheReadmeShows() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/dev/millrace/micrometer/ReadmeTest.java"));
    List<String> snippets =
        JAVA.matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(m -> m.group(1))
            .toList();
    assertEquals(1, snippets.size());
    assertTrue(flat(source).contains(flat(snippets.get(0))), snippets.get(0));
  }

  private static String flat(String code) {
    return code.replaceAll("\\s+", "");
  }

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
