package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.PipelineHealth;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.time.ManualClock;
import dev.millrace.http.dashboard.Dashboard;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OperationsTest {
  private static final String TOKEN = "token-of-operations";

  private final ManualClock clock = new ManualClock();
  private final PipelineHealth health = PipelineHealth.within(Duration.ofSeconds(30), clock);
  private final QueueSource<Integer> numbers = QueueSource.create();

  private StreamingContext pipeline() {
    StreamingContext context =
        StreamingContext.create(
            StreamingConfig.named("numbers")
                .withTrigger(Trigger.continuous())
                .withThreads(1)
                .withoutShutdownHook());
    context.source("numbers", numbers).map(i -> 10 / i).to("out", new MemorySink<>());
    context.listen(health);
    return context;
  }

  private static void expect(int status, String text, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertTrue(answer.body().startsWith(text), answer.body());
    assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
  }

  private static void await(Client client, String path, String text) {
    while (!client.get(path).body().contains(text)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldSayWhetherThePipelineIsAliveAndKeepsUp() {
    try (StreamingContext context = pipeline();
        PredictionServer server =
            PredictionServer.start(Fixture.options(), List.of(), Operations.of(health))) {
      Client client = new Client(server);
      expect(200, "the pipeline has not started", client.get("/healthz"));
      expect(503, "the pipeline has not started", client.get("/readyz"));
      context.start();
      expect(200, "the pipeline started", client.get("/readyz"));
      numbers.push(1);
      await(client, "/readyz", "batch 0 was done");
      expect(200, "batch 0 was done", client.get("/healthz"));
      clock.advance(Duration.ofSeconds(31));
      expect(503, "batch 0 was done 31000 ms ago, limit 30000 ms", client.get("/readyz"));
      expect(200, "batch 0 was done", client.get("/healthz"));
      numbers.push(2);
      await(client, "/readyz", "batch 1 was done");
      expect(200, "batch 1 was done", client.get("/readyz"));
      numbers.push(0);
      await(client, "/healthz", "failed");
      expect(503, "the pipeline failed: ArithmeticException", client.get("/healthz"));
      expect(503, "the pipeline failed: ArithmeticException", client.get("/readyz"));
      assertEquals(404, client.get("/metrics").statusCode());
      assertEquals(405, client.method("DELETE", "/healthz").statusCode());
    }
  }

  @Test
  void shouldBeLiveAndNotReadyOnceItHasEnded() {
    try (StreamingContext context = pipeline()) {
      context.start();
      numbers.finish();
    }
    assertEquals(new PipelineHealth.Answer(true, "the pipeline has ended"), health.live());
    assertFalse(health.ready().ok());
  }

  @Test
  void shouldAskForTheTokenBeforeItShowsMetrics() {
    try (StreamingContext context = pipeline()) {
      Operations operations =
          Operations.of(health)
              .withMetrics(() -> "numbers_total 3\n")
              .beside(Dashboard.of(context, List.of()));
      try (PredictionServer server =
          PredictionServer.start(
              Fixture.options().withToken(BearerToken.of(TOKEN)), List.of(), operations)) {
        Client client = new Client(server);
        assertEquals(401, client.get("/metrics").statusCode());
        HttpResponse<String> metrics =
            Client.send(client.request("/metrics").header("Authorization", "Bearer " + TOKEN));
        expect(200, "numbers_total 3", metrics);
        assertEquals(
            "text/plain; version=0.0.4; charset=utf-8",
            metrics.headers().firstValue("Content-Type").orElse(""));
        assertEquals(200, client.get("/healthz").statusCode());
        assertTrue(client.get("/").body().contains("Millrace"), "the dashboard beside it");
        assertEquals(401, client.get("/dashboard/events").statusCode());
      }
    }
  }
}
