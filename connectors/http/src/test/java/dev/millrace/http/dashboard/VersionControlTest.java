package dev.millrace.http.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.StreamingContext;
import dev.millrace.http.BearerToken;
import dev.millrace.http.PredictionServer;
import dev.millrace.http.ServerOptions;
import dev.millrace.ml.model.ModelVersions;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.SwitchableModel;
import dev.millrace.ml.stream.LearningStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class VersionControlTest {
  private static final String TOKEN = "token-of-the-test";
  private static final String BEARER = "Bearer " + TOKEN;
  private static final ServerOptions OPEN = ServerOptions.defaults().withPort(0);
  private static final ServerOptions LOCKED = OPEN.withToken(BearerToken.of(TOKEN));

  @TempDir Path directory;

  private interface Looking {
    void at(PredictionServer server, ModelVersions versions) throws Exception;
  }

  /** Runs a pipeline to its end, with versions 17, 18 and 19 kept. */
  private void run(ServerOptions options, Looking looking) throws Exception {
    try (StreamingContext context =
        StreamingContext.create(Points.config().withCheckpoint(directory))) {
      LearningStream<?> learning = Points.learn(context, Points.bounded(2_000));
      ModelVersions versions = ModelVersions.open(directory);
      SwitchableModel model =
          SwitchableModel.of(
              PredictorModel.of(learning.predictor("champion"))
                  .withArchive(versions.archive("champion")));
      Dashboard dashboard =
          Dashboard.of(context, List.of(learning)).withVersions(versions, List.of(model));
      try (PredictionServer server = PredictionServer.start(options, List.of(model), dashboard)) {
        context.start();
        context.awaitTermination();
        looking.at(server, versions);
      }
    }
  }

  private static HttpResponse<String> post(
      PredictionServer server, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    return Events.HTTP.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofString());
  }

  private static void act(PredictionServer server, String action) throws Exception {
    HttpResponse<String> done = post(server, "/dashboard/" + action, "{}", "Authorization", BEARER);
    assertEquals(204, done.statusCode(), done.body());
  }

  private static String answer(PredictionServer server) throws Exception {
    return post(server, "/predict", "{\"y\": 1}", "Authorization", BEARER).body();
  }

  @Test
  void shouldPinAndRollBackWithTheToken() throws Exception {
    run(
        LOCKED,
        (server, versions) -> {
          try (Events events = Events.of(server, "Authorization", BEARER)) {
            JsonNode before = events.next("versions");
            assertEquals(3, before.get("kept").size());
            assertEquals(19, before.at("/served/0/version").asInt());
            act(server, "pin?version=17");
            assertEquals("version 17 pinned", events.next("mark").get("text").asText());
            assertTrue(versions.list().get(0).pinned());
            act(server, "hold?model=champion&version=17");
            assertTrue(answer(server).contains("\"modelVersion\":\"17\""), answer(server));
            JsonNode held = events.next("versions", v -> v.at("/served/0/held").asBoolean());
            assertEquals(17, held.at("/served/0/version").asInt());
            act(server, "release?model=champion");
            assertTrue(answer(server).contains("\"modelVersion\":\"19\""), answer(server));
            act(server, "unpin?version=17");
            assertFalse(versions.list().get(0).pinned());
          }
        });
  }

  @Test
  void shouldSayWhyItCannot() throws Exception {
    run(
        LOCKED,
        (server, versions) -> {
          HttpResponse<String> gone =
              post(
                  server,
                  "/dashboard/hold?model=champion&version=3",
                  "{}",
                  "Authorization",
                  BEARER);
          assertEquals(400, gone.statusCode());
          assertTrue(gone.body().contains("it has [17, 18, 19]"), gone.body());
          HttpResponse<String> unknown =
              post(server, "/dashboard/pin?version=x", "{}", "Authorization", BEARER);
          assertEquals(400, unknown.statusCode());
        });
  }

  @Test
  void shouldLetNobodyInWithoutTheToken() throws Exception {
    run(
        LOCKED,
        (server, versions) -> {
          assertEquals(401, Events.request(server).statusCode());
          assertEquals(
              401, Events.request(server, "Authorization", "Bearer wrong-token").statusCode());
          assertEquals(401, post(server, "/dashboard/pin?version=17", "{}").statusCode());
          HttpRequest page = HttpRequest.newBuilder(server.uri().resolve("/")).build();
          assertEquals(200, Events.HTTP.send(page, BodyHandlers.discarding()).statusCode());
          assertFalse(versions.list().get(0).pinned());
        });
  }

  @Test
  void shouldLetNobodyChangeAnythingWhereThereIsNoToken() throws Exception {
    run(
        OPEN,
        (server, versions) -> {
          HttpResponse<String> refused = post(server, "/dashboard/pin?version=17", "{}");
          assertEquals(403, refused.statusCode());
          assertTrue(refused.body().contains("no token"), refused.body());
          assertFalse(versions.list().get(0).pinned());
          assertEquals(
              415,
              Events.HTTP
                  .send(
                      HttpRequest.newBuilder(server.uri().resolve("/dashboard/pin?version=17"))
                          .POST(BodyPublishers.noBody())
                          .build(),
                      BodyHandlers.discarding())
                  .statusCode());
        });
  }
}
