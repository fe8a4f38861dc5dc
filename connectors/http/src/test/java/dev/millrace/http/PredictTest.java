package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.serve.PredictorModel;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictTest {
  private static PredictionServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    server = Fixture.start();
    client = new Client(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"rows\":[{\"size\":10,\"rooms\":2},{\"rooms\":1.5,\"size\":-4e1}]}",
        "[{\"size\":10,\"rooms\":2},{\"size\":-40,\"rooms\":1.5}]",
        " [ {\"rooms\":2,\"size\":10.0} , {\"size\":-40,\"rooms\":1.5} ] \n",
      })
  void shouldPredictManyRowsByColumnName(String body) {
    JsonNode answer = client.postJson("/predict", body);
    assertEquals("price", answer.get("model").asText());
    assertEquals("7", answer.get("modelVersion").asText());
    assertEquals(2, answer.get("predictions").size());
    assertEquals(26, answer.get("predictions").get(0).get("value").asDouble());
    assertEquals(-75.5, answer.get("predictions").get(1).get("value").asDouble());
  }

  @Test
  void shouldPredictOneRow() {
    JsonNode answer = client.postJson("/predict", "{\"size\":1,\"rooms\":1}");
    assertEquals(5, answer.get("predictions").get(0).get("value").asDouble());
  }

  @Test
  void shouldNameTheClassAndTheProbabilityOfTheSecond() {
    JsonNode answer =
        client.postJson(
            "/predict?model=fraud", "[{\"amount\":3,\"hour\":1},{\"amount\":1,\"hour\":3}]");
    JsonNode first = answer.get("predictions").get(0);
    assertEquals("yes", first.get("class").asText());
    assertEquals(1 / (1 + Math.exp(-2)), first.get("probability").asDouble(), 1e-15);
    JsonNode second = answer.get("predictions").get(1);
    assertEquals("no", second.get("class").asText());
    assertEquals(1 / (1 + Math.exp(2)), second.get("probability").asDouble(), 1e-15);
  }

  @Test
  void shouldComputeFeaturesOfThePipelinesOwnColumns() {
    JsonNode answer =
        client.postJson(
            "/predict?model=text",
            "[{\"x\":1,\"word\":\"naïve\"},{\"word\":\"\",\"x\":2,\"label\":null}]");
    assertEquals(51, answer.get("predictions").get(0).get("value").asDouble());
    assertEquals(2, answer.get("predictions").get(1).get("value").asDouble());
  }

  @Test
  void shouldTakeAVersionByName() {
    assertEquals(
        "7",
        client
            .postJson("/predict?model=price&version=7", "{\"size\":1,\"rooms\":1}")
            .get("modelVersion")
            .asText());
    String reason =
        Client.error(
            404, client.post("/predict?model=price&version=6", "{\"size\":1,\"rooms\":1}"));
    assertTrue(reason.contains("no version '6'; it has 7"), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                | the body is empty",
        "nonsense                          | the body is not JSON",
        "42                                | got '42'",
        "[]                                | there are no rows",
        "{\"rows\":[]}                     | there are no rows",
        "{}                                | row 0: columns 'size', 'rooms' are missing",
        "[{\"size\":1,\"rooms\":2},{}]     | row 1: columns 'size', 'rooms' are missing",
        "[{\"size\":1}]                    | row 0: column 'rooms' is missing",
        "[{\"size\":1,\"rooms\":null}]     | row 0: column 'rooms' is missing",
        "[{\"size\":1,\"roms\":2}]         | row 0: there is no column 'roms'; did you mean"
            + " 'rooms'?",
        "[{\"size\":\"1\",\"rooms\":2}]    | row 0, column 'size': expected a number, got the text"
            + " '1'",
        "[{\"size\":[1],\"rooms\":2}]      | row 0, column 'size': expected a number, got an array",
        "[{\"size\":{},\"rooms\":2}]       | row 0, column 'size': expected a number, got an"
            + " object",
        "[{\"size\":NaN,\"rooms\":2}]      | row 0, column 'size': expected a finite number, got"
            + " 'NaN'",
        "[{\"size\":-Infinity,\"rooms\":2}]| row 0, column 'size': expected a finite number",
        "[{\"size\":1e999,\"rooms\":2}]    | row 0, column 'size': expected a finite number, got"
            + " '1e999'",
        "[{\"size\":1,\"size\":2}]         | row 0, column 'size': stands twice",
        "[[1,2]]                           | row 0: expected an object of values by column, got an"
            + " array",
        "[{\"size\":1,\"rooms\":2}] 5      | the body goes on after its end",
        "[{\"size\":1,\"rooms\":2}         | the body is not JSON",
        "{\"rows\":[{\"size\":1,\"rooms\":2}],\"mode\":1} | beside \"rows\" there is nothing",
        "{\"rows\":7}                      | there is no column 'rows'",
      })
  void shouldRefuseABadBodyWithItsReason(String body, String expected) {
    String reason = Client.error(400, client.post("/predict", body));
    assertTrue(reason.contains(expected), reason);
  }

  @Test
  void shouldTakeWholeNumbersAndTruthAsCategories() {
    JsonNode answer =
        client.postJson(
            "/predict?model=text", "[{\"x\":1,\"word\":123},{\"x\":true,\"word\":false}]");
    assertEquals(31, answer.get("predictions").get(0).get("value").asDouble());
    assertEquals(51, answer.get("predictions").get(1).get("value").asDouble());
  }

  @Test
  void shouldLimitTheNumbersThatAShortBodyCanAskFor() {
    int width = 1 << 18;
    Schema wide =
        new Schema(IntStream.range(0, width).mapToObj(i -> "text#" + i).toList(), List.of(), true);
    LinearModel.Sum model = new LinearModel.Sum(new double[width]);
    try (PredictionServer sparse =
        PredictionServer.start(
            Fixture.options(),
            List.of(PredictorModel.of(new Predictor<>("wide", wide, model, 0))))) {
      Client asking = new Client(sparse);
      String most = "[" + "{},".repeat(63) + "{}]";
      String over = "[" + "{},".repeat(64) + "{}]";
      assertEquals(200, asking.post("/predict", most).statusCode());
      Client.error(413, asking.post("/predict", over));
    }
  }

  @Test
  void shouldRefuseWrongTypesInTextColumns() {
    String reason =
        Client.error(400, client.post("/predict?model=text", "{\"x\":1,\"word\":[\"a\"]}"));
    assertTrue(reason.contains("row 0, column 'word': expected a text, got an array"), reason);
    reason = Client.error(400, client.post("/predict?model=text", "{\"x\":1}"));
    assertTrue(reason.contains("row 0: column 'word' is missing"), reason);
  }

  @Test
  void shouldRefuseNestingOfTenThousandLevels() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    Client.error(400, client.post("/predict", deep));
    String inside = "{\"id\":\"a\",\"extra\":" + deep + "}";
    String reason = Client.error(400, client.post("/v2/models/price/infer", inside));
    assertTrue(reason.contains("depth"), reason);
  }

  @Test
  void shouldLimitTheRowsOfARequest() {
    String row = "{\"size\":1,\"rooms\":2}";
    String most = "[" + (row + ",").repeat(9_999) + row + "]";
    assertEquals(10_000, client.postJson("/predict", most).get("predictions").size());
    String over = "[" + (row + ",").repeat(10_000) + row + "]";
    String reason = Client.error(413, client.post("/predict", over));
    assertTrue(reason.contains("more than 10000 rows"), reason);
  }

  @Test
  void shouldRefuseAnAnswerThatIsNotFinite() {
    String reason = Client.error(422, client.post("/predict", "{\"size\":1e308,\"rooms\":1e308}"));
    assertTrue(reason.startsWith("row 0: the model's value is not finite"), reason);
  }

  @Test
  void shouldRefuseQueriesItDoesNotKnow() {
    String row = "{\"size\":1,\"rooms\":2}";
    String reason = Client.error(404, client.post("/predict?model=prize", row));
    assertTrue(reason.contains("no model 'prize'; did you mean 'price'?"), reason);
    Client.error(400, client.post("/predict?token=secret", row));
    Client.error(404, client.post("/predict?model=price&version=x", row));
  }
}
