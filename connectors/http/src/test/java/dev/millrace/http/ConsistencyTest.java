package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.serve.PredictorModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConsistencyTest {
  private static final int CLIENTS = 4;
  private static final int REQUESTS = 150;
  private static final int ROWS = 50;

  private final Predictor<LinearModel.Sum> predictor =
      new Predictor<>(
          "swapped", new Schema(List.of("x", "y"), List.of(), false), new LinearModel.Sum(0, 0), 0);
  private final Set<Long> seen = ConcurrentHashMap.newKeySet();

  /** Version v answers v x + 2 v y, so an answer shows the version of each of its rows. */
  @Test
  void shouldAnswerEveryRequestFromOneVersionWhileModelsAreSwapped() throws Exception {
    try (PredictionServer server =
        PredictionServer.start(Fixture.options(), List.of(PredictorModel.of(predictor)))) {
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Client client = new Client(server);
        clients.add(
            CompletableFuture.runAsync(
                () -> predict(client), task -> new Thread(task, "client").start()));
      }
      CompletableFuture<Void> all =
          CompletableFuture.allOf(clients.toArray(new CompletableFuture<?>[0]));
      for (long version = 1; !all.isDone(); version++) {
        predictor.publish(
            new Predictor.Version<>(
                new LinearModel.Sum(version, 2 * version), version, predictor.schema(), 0.5));
      }
      all.get(60, TimeUnit.SECONDS);
      assertTrue(seen.size() > 10, "versions seen: " + seen.size());
    }
  }

  private void predict(Client client) {
    String rows = "[" + "{\"x\":1,\"y\":1},".repeat(ROWS - 1) + "{\"x\":1,\"y\":1}]";
    String tensor =
        "{\"inputs\":[{\"name\":\"features\",\"shape\":["
            + ROWS
            + ",2],\"datatype\":\"FP64\",\"data\":["
            + "1,1,".repeat(ROWS - 1)
            + "1,1]}]}";
    long newest = 0;
    for (int i = 0; i < REQUESTS; i++) {
      JsonNode answer = client.postJson("/predict", rows);
      newest = check(answer.get("modelVersion"), answer.findValues("value"), newest);
      answer = client.postJson("/v2/models/swapped/infer", tensor);
      List<JsonNode> values = new ArrayList<>();
      answer.get("outputs").get(0).get("data").forEach(values::add);
      newest = check(answer.get("model_version"), values, newest);
    }
  }

  private long check(JsonNode said, List<JsonNode> values, long newest) {
    long version = Long.parseLong(said.asText());
    assertTrue(version >= newest, version + " answered after " + newest);
    assertEquals(ROWS, values.size());
    for (JsonNode value : values) {
      assertEquals(3.0 * version, value.asDouble());
    }
    seen.add(version);
    return version;
  }
}
