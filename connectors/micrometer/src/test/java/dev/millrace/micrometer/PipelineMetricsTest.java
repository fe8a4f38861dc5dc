package dev.millrace.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.PipelineHealth;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.time.ManualClock;
import dev.millrace.http.Operations;
import dev.millrace.http.PredictionServer;
import dev.millrace.http.ServerOptions;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineMetricsTest {
  private static final Pattern METRIC = Pattern.compile("\\bmillrace_[a-z_]+");
  private static final Pattern GROUPED = Pattern.compile("\\bby \\(([a-z, ]+)\\)");
  private static final Pattern SHOWN = Pattern.compile("\\{\\{([a-z]+)}}");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @TempDir Path directory;

  /** Ten batches, all ten seconds after 1970. */
  private Scrape run(int keys) {
    try (StreamingContext context =
        StreamingContext.create(
            Watched.config()
                .withTrigger(Trigger.availableNow())
                .withClock(new ManualClock(Instant.ofEpochSecond(10)))
                .withCheckpoint(directory.resolve("run-" + keys)))) {
      Watched.describe(context, registry, keys);
      context.start();
      context.awaitTermination();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Scrape.parse(registry.scrape());
  }

  @Test
  void shouldTellWhatHappened() {
    Scrape scrape = run(5);
    assertEquals(1_000, scrape.value("millrace_records_total", "source", "events"));
    assertEquals(10, scrape.value("millrace_batches_total", "pipeline", "watched"));
    assertEquals(1_000, scrape.value("millrace_batch_records_sum"));
    assertEquals(100, scrape.value("millrace_batch_records_max"));
    assertEquals(10, scrape.value("millrace_batch_processing_seconds_count"));
    assertEquals(10, scrape.value("millrace_batch_processing_seconds_bucket", "le", "+Inf"));
    assertEquals(10, scrape.value("millrace_batch_scheduling_delay_seconds_count"));
    assertEquals(9, scrape.value("millrace_batch_id"));
    assertEquals(10, scrape.value("millrace_batch_time_seconds"));
    assertEquals(20, scrape.value("millrace_dead_letters_total"));
    assertEquals(10, scrape.value("millrace_checkpoint_seconds_count"));
    assertTrue(scrape.value("millrace_checkpoint_size_bytes") > 500);
    assertEquals(0, scrape.value("millrace_pipeline_running"), "it has ended");
    assertEquals(0, scrape.value("millrace_pipeline_failures_total"));
    assertEquals(1, scrape.value("millrace_progress"));
    assertEquals(10 - 999, scrape.value("millrace_watermark_lag_seconds", "stream", "time"));
    assertTrue(scrape.value("millrace_late_records_total", "operator", "per-minute") > 0);
    assertEquals(5, scrape.value("millrace_state_rows", "operator", "watch"));
    assertEquals(1_000, scrape.value("millrace_operator_rows_total", "operator", "events"));
    assertTrue(scrape.value("millrace_operator_seconds_count", "operator", "write counts") >= 10);
    assertEquals(
        980,
        scrape.value("millrace_learner_rows_total", "stream", "verdicts", "learner", "champion"));
    assertEquals(9, scrape.value("millrace_model_version", "learner", "champion"));
    double accuracy =
        scrape.value(
            "millrace_learner_metric",
            "learner",
            "champion",
            "metric",
            "accuracy",
            "window",
            "sliding");
    assertTrue(accuracy > 0.9 && accuracy <= 1, accuracy + "");
    assertEquals(
        5,
        scrape.value(
            "millrace_alerts_total", "rule", "seen", "state", "firing", "severity", "warning"));
    assertEquals(5, scrape.value("millrace_alerts_firing", "rule", "seen"));
    assertTrue(scrape.value("millrace_alerts_total", "rule", "high", "state", "resolved") > 0);
  }

  /** Names are what dashboards and rules of users rest on. */
  @Test
  void shouldKeepItsNamesAsTheReadmeListsThem() throws Exception {
    Set<String> listed = new TreeSet<>();
    String readme = Files.readString(Path.of("README.md"));
    Pattern.compile("^\\| `(millrace_\\w+)", Pattern.MULTILINE)
        .matcher(readme)
        .results()
        .forEach(match -> listed.add(match.group(1)));
    Set<String> families =
        run(5).names().stream()
            .map(name -> name.replaceAll("_(bucket|count|sum|max)$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(listed, families);
  }

  @Test
  void shouldGiveDataNoSeries() {
    Scrape few = run(5);
    Scrape many = new PipelineMetricsTest().withDirectory(directory).run(100);
    assertEquals(few.size(), many.size(), "a hundred keys");
    assertTrue(few.size() < 250, few.size() + " series");
  }

  private PipelineMetricsTest withDirectory(Path value) {
    directory = value;
    return this;
  }

  @Test
  void shouldBoundAFamily() {
    Family<String> family = new Family<>(name -> name);
    for (int i = 0; i < 10_000; i++) {
      assertEquals(i < Family.MOST ? "" + i : Family.OTHER, family.of("" + i));
    }
    assertEquals("7", family.of("7"));
  }

  @Test
  void shouldQueryInGrafanaOnlyWhatThereIs() throws Exception {
    JsonNode dashboard;
    try (InputStream in = PipelineMetrics.class.getResourceAsStream("grafana-dashboard.json")) {
      dashboard = new ObjectMapper().readTree(in);
    }
    assertEquals("millrace-pipelines", dashboard.get("uid").asText());
    Scrape scrape = run(5);
    Set<String> queried = new TreeSet<>();
    Set<Integer> ids = new TreeSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      assertTrue(ids.add(panel.get("id").asInt()), "ids differ");
      assertFalse(panel.get("targets").isEmpty(), panel.get("title").asText());
      for (JsonNode target : panel.get("targets")) {
        String query = target.get("expr").asText();
        assertEquals(count(query, '('), count(query, ')'), query);
        METRIC.matcher(query).results().forEach(match -> queried.add(match.group()));
        labels(GROUPED, query).forEach(label -> assertTrue(has(scrape, label), query));
        labels(SHOWN, target.get("legendFormat").asText())
            .forEach(label -> assertTrue(has(scrape, label), query));
      }
    }
    for (JsonNode variable : dashboard.at("/templating/list")) {
      METRIC
          .matcher(variable.get("query").toString())
          .results()
          .forEach(match -> queried.add(match.group()));
    }
    assertEquals(Set.of(), difference(queried, scrape.names()), "queried, but not there");
    Set<String> shown =
        queried.stream()
            .map(name -> name.replaceAll("_(bucket|count|sum|max)$", ""))
            .collect(Collectors.toSet());
    Set<String> families =
        scrape.names().stream()
            .map(name -> name.replaceAll("_(bucket|count|sum|max)$", ""))
            .collect(Collectors.toSet());
    assertEquals(Set.of(), difference(families, shown), "there, but not shown");
  }

  private static long count(String text, char character) {
    return text.chars().filter(one -> one == character).count();
  }

  private static List<String> labels(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .flatMap(match -> Pattern.compile(", ?").splitAsStream(match.group(1)))
        .toList();
  }

  private static boolean has(Scrape scrape, String label) {
    return scrape.labels().contains(label);
  }

  private static Set<String> difference(Set<String> from, Set<String> without) {
    Set<String> left = new TreeSet<>(from);
    left.removeAll(without);
    return left;
  }

  /** As a Prometheus server would read it. */
  @Test
  void shouldBeScrapedOverHttp() throws Exception {
    try (StreamingContext context =
        StreamingContext.create(Watched.config().withTrigger(Trigger.availableNow()))) {
      PipelineHealth health = PipelineHealth.within(Duration.ofMinutes(1));
      context.listen(health);
      Watched.describe(context, registry, 5);
      Operations operations = Operations.of(health).withMetrics(registry::scrape);
      try (PredictionServer server =
          PredictionServer.start(ServerOptions.defaults().withPort(0), List.of(), operations)) {
        context.start();
        context.awaitTermination();
        var answer =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(server.uri().resolve("/metrics")).build(),
                    BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        Scrape scrape = Scrape.parse(answer.body());
        assertEquals(1_000, scrape.value("millrace_records_total"));
        assertEquals(0, scrape.value("millrace_pipeline_running"));
      }
    }
  }

  @Test
  void shouldCountFailures() {
    try (StreamingContext context =
        StreamingContext.create(Watched.config().withTrigger(Trigger.availableNow()))) {
      context
          .source("numbers", ReplaySource.of(List.of(0)))
          .map(i -> 1 / i)
          .to("out", new MemorySink<>());
      context.listen(PipelineMetrics.of(registry).withoutOperatorRows());
      context.start();
      assertThrows(MillraceException.class, context::awaitTermination);
    }
    Scrape scrape = Scrape.parse(registry.scrape());
    assertEquals(1, scrape.value("millrace_pipeline_failures_total"));
    assertEquals(0, scrape.value("millrace_pipeline_running"));
  }
}
