package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run} and {@code demo} serve beside the models, asked of running processes. */
@Timeout(120)
class ServingTest {
  private static final String TOKEN = "t0ken-of-the-test";
  private static final String WRONG = "another-t0ken";

  @TempDir Path directory;

  /** Rows whose level jumps, so that there is a change to find, and an alert. */
  private Path pipeline() throws Exception {
    StringBuilder csv = new StringBuilder("km,late\n");
    for (int i = 0; i < 2_000; i++) {
      csv.append(i % 13 + (i < 1_200 ? 0 : 40)).append(i % 13 > 7 ? ",yes\n" : ",no\n");
    }
    Files.writeString(directory.resolve("trips.csv"), csv);
    return Files.writeString(
        directory.resolve("pipeline.yaml"),
        """
        name: trips
        trigger: continuous
        batch: {maxRecords: 100}
        checkpoint: state
        sources: {trips: {type: csv, path: trips.csv, follow: true}}
        features: [{type: numeric, columns: [km]}]
        target: {column: late, classes: ["no", "yes"]}
        learners: {model: logistic-regression}
        drift: {distance: {column: km, detector: {type: adwin}}}
        alerts:
          trips: {rules: {far: {when: {type: above, column: km, limit: 45}}}, to: [{type: log}]}
        serve: {port: 0, token: "${env:SERVED}"}
        """);
  }

  @Test
  void shouldServeAllThatADeclaredPipelineHas() throws Exception {
    Path file = pipeline();
    try (Served served = Served.start(directory, Map.of("SERVED", TOKEN), "run", file.toString())) {
      assertTrue(served.announced().contains("/metrics, /healthz, /readyz"), served.announced());
      String metrics =
          served
              .get(
                  "/metrics",
                  TOKEN,
                  answer ->
                      answer.body().contains("millrace_records_total{pipeline=\"trips\"")
                          && answer.body().contains("} 2000.0"))
              .body();
      assertTrue(metrics.contains("millrace_learner_rows_total"), metrics);
      assertTrue(metrics.contains("millrace_alerts_total"), metrics);
      assertEquals(200, served.get("/healthz", "").statusCode());
      assertEquals("batch 19 was done\n", served.get("/readyz", "").body());
      refusesOthers(served);

      assertTrue(
          served.marks(TOKEN, "DRIFT").get(0).get("text").asText().startsWith("distance has"));
      assertFalse(served.marks(TOKEN, "ALERT").isEmpty());
      pinsTheNewestOf(served);
    }
  }

  @Test
  void shouldServeAllThatADemoHas() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    try (Served served =
        Served.start(
            directory,
            Map.of(),
            "demo",
            "sentiment",
            "--port=0",
            "--token-file=" + token,
            "--rate=100000",
            "--batch-size=500")) {
      String ended =
          served.get("/readyz", "", answer -> answer.body().startsWith("the pipeline has")).body();
      assertEquals("the pipeline has ended\n", ended);
      assertEquals(200, served.get("/healthz", "").statusCode());
      assertTrue(served.get("/metrics", TOKEN).body().contains("millrace_learner_metric{"));
      refusesOthers(served);
      assertFalse(served.marks(TOKEN, "DRIFT").isEmpty());
      pinsTheNewestOf(served);
    }
  }

  @Test
  void shouldShowTheAlertsOfADemo() throws Exception {
    try (Served served =
        Served.start(
            directory,
            Map.of(),
            "demo",
            "weblog",
            "--port=0",
            "--rate=100000",
            "--batch-size=500")) {
      served.get("/readyz", "", answer -> answer.body().equals("the pipeline has ended\n"));
      assertFalse(served.marks("", "ALERT").isEmpty());
      assertTrue(served.get("/metrics", "").body().contains("millrace_alerts_total{"));
      assertEquals(
          403,
          served.post("/dashboard/pin?version=1", "", "{}").statusCode(),
          "no token, no changes");
    }
  }

  /** Without the token, or with another one, there is a page, and nothing on it. */
  private static void refusesOthers(Served served) throws Exception {
    for (String token : new String[] {"", WRONG}) {
      for (String path : new String[] {"/metrics", "/dashboard/events", "/v2/models"}) {
        assertEquals(401, served.get(path, token).statusCode(), path);
      }
      assertEquals(401, served.post("/dashboard/pin?version=1", token, "{}").statusCode());
    }
    assertTrue(served.get("/", "").body().startsWith("<!doctype html>"));
  }

  private static void pinsTheNewestOf(Served served) throws Exception {
    JsonNode kept = served.event(TOKEN, "versions", versions -> true).get("kept");
    JsonNode newest = kept.get(kept.size() - 1);
    assertFalse(newest.get("pinned").asBoolean());
    long id = newest.get("id").asLong();
    assertEquals(204, served.post("/dashboard/pin?version=" + id, TOKEN, "{}").statusCode());
    JsonNode pinned =
        served
            .event(
                TOKEN,
                "versions",
                versions -> {
                  JsonNode list = versions.get("kept");
                  return list.get(list.size() - 1).get("pinned").asBoolean();
                })
            .get("kept");
    assertEquals(id, pinned.get(pinned.size() - 1).get("id").asLong());
  }
}
