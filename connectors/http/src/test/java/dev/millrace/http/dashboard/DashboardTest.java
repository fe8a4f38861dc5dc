package dev.millrace.http.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.source.QueueSource;
import dev.millrace.http.PredictionServer;
import dev.millrace.http.ServerOptions;
import dev.millrace.ml.stream.LearningStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DashboardTest {
  private static final ServerOptions OPTIONS = ServerOptions.defaults().withPort(0);

  private static boolean ended(JsonNode now) {
    return now.get("status").asText().equals("STOPPED");
  }

  @Test
  void shouldShowThePastToWhoComesLate() throws Exception {
    try (StreamingContext context = StreamingContext.create(Points.config())) {
      LearningStream<?> learning = Points.learn(context, Points.bounded(2_000));
      Dashboard dashboard = Dashboard.of(context, List.of(learning));
      try (PredictionServer server = dashboard.serve(OPTIONS)) {
        context.start();
        context.awaitTermination();
        JsonNode hello;
        do {
          try (Events late = Events.of(server)) {
            hello = late.next("hello");
          }
        } while (!ended(hello.get("now")));
        assertEquals("points", hello.get("pipeline").asText());
        JsonNode columns = hello.at("/history/columns");
        assertEquals(20, columns.get("rows").size());
        assertEquals(100, columns.at("/rows/19").asInt());
        assertEquals(19, hello.at("/history/batch/19").asInt());
        assertEquals(2_000, hello.at("/now/rows").asInt());
        assertEquals(40, hello.at("/now/deadLetters").asInt());
        checkLearning(hello.at("/now/learning/0"), learning);
        checkLetters(hello.at("/now/letters"));
        assertEquals("source", hello.at("/graph/0/kind").asText());
      }
    }
  }

  private static void checkLearning(JsonNode shown, LearningStream<?> learning) {
    JsonNode champion = shown.at("/learners/0");
    var report = learning.report().learner("champion");
    assertEquals(19, champion.get("version").asInt());
    assertEquals(1_960, champion.get("rowsScored").asInt());
    assertEquals(report.sliding().get("rocAuc"), champion.at("/sliding/rocAuc").asDouble(), 1e-6);
    assertEquals(
        report.confusion().orElseThrow().count(1, 1), champion.at("/confusion/1/1").asLong());
    assertEquals(20, champion.get("scores").size());
    assertEquals(Points.EVIL, champion.at("/classes/1").asText());
    assertEquals(3, champion.get("parameterCount").asInt());
    assertEquals(10, shown.get("predictions").size());
    for (JsonNode row : shown.get("predictions")) {
      assertEquals(18, row.get("version").asInt());
      JsonNode prediction = row.at("/learners/0");
      assertEquals("champion", prediction.get("learner").asText());
      assertEquals(Points.EVIL, prediction.get("of").asText());
      double score = prediction.get("intercept").asDouble();
      for (JsonNode feature : prediction.get("features")) {
        score += feature.get(2).asDouble();
      }
      assertEquals(prediction.get("score").asDouble(), score, 1e-5);
      assertEquals(1 / (1 + Math.exp(-score)), prediction.get("explained").asDouble(), 1e-5);
      assertEquals(19, prediction.get("explainedBy").asInt());
      assertEquals("majority", row.at("/learners/1/learner").asText());
      assertFalse(row.at("/learners/1").has("explained"));
    }
  }

  private static void checkLetters(JsonNode letters) {
    assertEquals(20, letters.size());
    assertEquals(19, letters.at("/0/batch").asInt());
    assertTrue(letters.at("/0/reason").asText().contains("NaN"), letters.at("/0").toString());
    assertFalse(letters.at("/0/position").asText().isEmpty());
  }

  @Test
  void shouldPushWhatIsNew() throws Exception {
    QueueSource<Points.Point> queue = QueueSource.create();
    try (StreamingContext context = StreamingContext.create(Points.config())) {
      Dashboard dashboard = Dashboard.of(context, List.of(Points.learn(context, queue)));
      try (PredictionServer server = dashboard.serve(OPTIONS);
          Events events = Events.of(server)) {
        assertEquals("WAITING", events.next("hello").at("/now/status").asText());
        context.start();
        assertEquals("RUNNING", events.next("hello").at("/now/status").asText());
        dashboard.mark(new Mark(Instant.EPOCH, Mark.Kind.DRIFT, "mean of y has moved"));
        assertEquals("mean of y has moved", events.next("mark").get("text").asText());
        for (int i = 0; i < 3; i++) {
          queue.push(Points.Point.of(i));
          assertEquals(i, events.next("points").at("/batch/0").asInt());
        }
        JsonNode now = events.next("now", n -> n.get("rows").asInt() == 3);
        assertEquals(1, now.at("/nodes/0/rows").asInt());
        queue.finish();
        assertTrue(ended(events.next("now", DashboardTest::ended)));
      }
    }
  }

  @Test
  void shouldTellOneRunFromTheNext() throws Exception {
    List<String> instances = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (StreamingContext context = StreamingContext.create(Points.config())) {
        Dashboard dashboard = Dashboard.of(context, List.of());
        Points.learn(context, Points.bounded(100));
        Events events;
        try (PredictionServer server = dashboard.serve(OPTIONS)) {
          events = Events.of(server);
          instances.add(events.next("hello").get("instance").asText());
        }
        assertTrue(events.ended());
      }
    }
    assertNotEquals(instances.get(0), instances.get(1));
  }

  @Test
  void shouldTellThatThePipelineFailed() throws Exception {
    try (StreamingContext context = StreamingContext.create(Points.config())) {
      context
          .source("points", Points.bounded(10))
          .map(
              point -> {
                throw new IllegalStateException("<b>broken</b>");
              })
          .foreachBatch((batch, scope) -> batch.count());
      Dashboard dashboard = Dashboard.of(context, List.of());
      try (PredictionServer server = dashboard.serve(OPTIONS);
          Events events = Events.of(server)) {
        context.start();
        JsonNode now = events.next("now", n -> n.get("status").asText().equals("FAILED"));
        assertTrue(now.get("cause").asText().contains("<b>broken</b>"), now.toString());
      }
    }
  }

  @Test
  void shouldLetInNoMoreThanItsClients() throws Exception {
    try (StreamingContext context = StreamingContext.create(Points.config())) {
      Dashboard dashboard =
          Dashboard.of(context, List.of(), DashboardOptions.defaults().withMaxClients(2));
      try (PredictionServer server = dashboard.serve(OPTIONS);
          Events one = Events.of(server);
          Events two = Events.of(server)) {
        one.next("hello");
        two.next("hello");
        HttpResponse<?> refused = Events.request(server);
        assertEquals(503, refused.statusCode());
        assertEquals("10", refused.headers().firstValue("Retry-After").orElse(""));
      }
    }
  }

  @Test
  void shouldLetThePageLoadFromThisServerOnly() throws Exception {
    try (StreamingContext context = StreamingContext.create(Points.config())) {
      Dashboard dashboard = Dashboard.of(context, List.of());
      try (PredictionServer server = dashboard.serve(OPTIONS)) {
        HttpResponse<String> page = get(server, "/");
        assertEquals(200, page.statusCode());
        assertTrue(
            page.headers()
                .firstValue("Content-Security-Policy")
                .orElse("")
                .startsWith("default-src 'self';"));
        assertTrue(page.body().contains("<html lang=\"en\">"));
        for (String part : page.body().split("\"", -1)) {
          if (part.startsWith("/dashboard/") && !part.contains(" ")) {
            assertEquals(200, get(server, part).statusCode(), part);
          }
        }
        assertFalse(page.body().contains("://"));
        assertEquals(404, get(server, "/dashboard/../secret").statusCode());
        assertEquals(403, Events.request(server, "Origin", "http://evil.example").statusCode());
      }
    }
  }

  private static HttpResponse<String> get(PredictionServer server, String path) throws Exception {
    return Events.HTTP.send(
        HttpRequest.newBuilder(server.uri().resolve(path)).build(), BodyHandlers.ofString());
  }

  @Test
  void shouldRefuseOptionsOutOfRange() {
    DashboardOptions options = DashboardOptions.defaults();
    assertThrows(ConfigurationException.class, () -> options.withMaxClients(0));
    assertThrows(ConfigurationException.class, () -> options.withHistoryPoints(3));
    assertThrows(ConfigurationException.class, () -> options.withPause(Duration.ZERO));
    assertThrows(ConfigurationException.class, () -> options.withSampledRows(-1));
  }
}
