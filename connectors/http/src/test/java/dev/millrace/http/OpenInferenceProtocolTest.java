package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.serve.PredictorModel;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenInferenceProtocolTest {
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

  @Test
  void shouldDescribeTheServer() {
    JsonNode answer = client.getJson("/v2");
    assertEquals("millrace", answer.get("name").asText());
    assertTrue(answer.get("version").isTextual());
    assertTrue(answer.get("extensions").isArray());
    assertTrue(client.getJson("/v2/health/live").get("live").asBoolean());
    assertTrue(client.getJson("/v2/health/ready").get("ready").asBoolean());
  }

  @Test
  void shouldListItsModels() {
    JsonNode models = client.getJson("/v2/models").get("models");
    assertEquals(List.of("price", "fraud", "text"), models.findValuesAsText("name"));
    assertEquals("7", models.get(0).get("versions").get(0).asText());
  }

  @ParameterizedTest
  @CsvSource({"/v2/models/fraud", "/v2/models/fraud/versions/4"})
  void shouldDescribeAModel(String path) {
    JsonNode model = client.getJson(path);
    assertEquals("fraud", model.get("name").asText());
    assertEquals("[\"4\"]", model.get("versions").toString());
    assertEquals("millrace", model.get("platform").asText());
    assertEquals(List.of("amount", "hour"), model.get("inputs").findValuesAsText("name"));
    assertEquals("FP64", model.get("inputs").get(0).get("datatype").asText());
    assertEquals("[-1]", model.get("inputs").get(0).get("shape").toString());
    assertEquals(
        "[{\"name\":\"class\",\"datatype\":\"BYTES\",\"shape\":[-1]},"
            + "{\"name\":\"probability\",\"datatype\":\"FP64\",\"shape\":[-1]}]",
        model.get("outputs").toString());
    JsonNode matrix = model.get("parameters").get("instead_of_inputs");
    assertEquals("[-1,2]", matrix.get("shape").toString());
    assertEquals("[\"no\",\"yes\"]", model.get("parameters").get("classes").toString());
  }

  @Test
  void shouldSayTextColumnsAreBytes() {
    JsonNode inputs = client.getJson("/v2/models/text").get("inputs");
    assertEquals("BYTES", inputs.get(1).get("datatype").asText());
    assertFalse(inputs.get(2).get("parameters").get("required").asBoolean());
  }

  @ParameterizedTest
  @CsvSource({"/v2/models/price/ready", "/v2/models/price/versions/7/ready"})
  void shouldSayThatAModelIsReady(String path) {
    assertEquals("{\"name\":\"price\",\"ready\":true}", client.get(path).body());
  }

  @Test
  void shouldNotBeReadyBeforeTheFirstCommit() {
    Predictor<LinearModel.Sum> predictor =
        new Predictor<>(
            "early", new Schema(List.of("x"), List.of(), false), new LinearModel.Sum(1), -1);
    try (PredictionServer early =
        PredictionServer.start(Fixture.options(), List.of(PredictorModel.of(predictor)))) {
      Client asking = new Client(early);
      assertEquals(200, asking.get("/v2/health/live").statusCode());
      assertEquals(503, asking.get("/v2/health/ready").statusCode());
      assertEquals(503, asking.get("/v2/models/early/ready").statusCode());
      String reason = Client.error(503, asking.post("/predict", "{\"x\":1}"));
      assertTrue(reason.contains("no committed version yet"), reason);
      assertEquals(404, asking.get("/v2/models/early/versions/-1").statusCode());
      predictor.publish(
          new Predictor.Version<>(new LinearModel.Sum(1), 0, predictor.schema(), 0.5));
      assertEquals(200, asking.get("/v2/health/ready").statusCode());
      assertEquals("0", asking.postJson("/predict", "{\"x\":1}").get("modelVersion").asText());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"name\":\"features\",\"shape\":[2,2],\"datatype\":\"FP64\",\"data\":[10,2,-40,1.5]}]",
        "[{\"name\":\"features\",\"shape\":[2,2],\"datatype\":\"FP32\",\"data\":[[10,2],[-40,1.5]]}]",
        "[{\"data\":[10,2,-40,1.5],\"datatype\":\"FP64\",\"parameters\":{\"a\":[1]},\"shape\":[2,2],"
            + "\"name\":\"features\",\"extra\":[[]]}]",
        "[{\"name\":\"size\",\"shape\":[2],\"datatype\":\"INT64\",\"data\":[10,-40]},"
            + "{\"name\":\"rooms\",\"shape\":[2,1],\"datatype\":\"FP64\",\"data\":[[2],[1.5]]}]",
        "[{\"name\":\"rooms\",\"shape\":[2,1],\"datatype\":\"FP64\",\"data\":[2,1.5]},"
            + "{\"name\":\"size\",\"shape\":[2],\"datatype\":\"INT8\",\"data\":[10,-40]}]",
      })
  void shouldInferFromTensors(String inputs) {
    JsonNode answer =
        client.postJson(
            "/v2/models/price/infer",
            "{\"id\":\"r-1\",\"parameters\":{},\"inputs\":" + inputs + "}");
    assertEquals(
        "{\"model_name\":\"price\",\"model_version\":\"7\",\"id\":\"r-1\",\"outputs\":["
            + "{\"name\":\"value\",\"datatype\":\"FP64\",\"shape\":[2],\"data\":[26.0,-75.5]}]}",
        answer.toString());
  }

  @Test
  void shouldInferWithoutIdAndOnlyTheOutputsAskedFor() {
    JsonNode answer =
        client.postJson(
            "/v2/models/fraud/versions/4/infer",
            "{\"inputs\":[{\"name\":\"features\",\"shape\":[1,2],\"datatype\":\"FP64\","
                + "\"data\":[3,1]}],\"outputs\":[{\"name\":\"class\",\"parameters\":{}}]}");
    assertFalse(answer.has("id"));
    assertEquals(
        "[{\"name\":\"class\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"yes\"]}]",
        answer.get("outputs").toString());
  }

  @Test
  void shouldInferFromTexts() {
    JsonNode answer =
        client.postJson(
            "/v2/models/text/infer",
            "{\"inputs\":[{\"name\":\"word\",\"shape\":[2],\"datatype\":\"BYTES\","
                + "\"data\":[\"ab\",\"\"]},{\"name\":\"x\",\"shape\":[2],\"datatype\":\"BOOL\","
                + "\"data\":[true,false]}]}");
    assertEquals("[21.0,0.0]", answer.get("outputs").get(0).get("data").toString());
  }

  private static String tensor(String name, String shape, String datatype, String data) {
    return "{\"name\":\"%s\",\"shape\":%s,\"datatype\":\"%s\",\"data\":%s}"
        .formatted(name, shape, datatype, data);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "features | [1,3]   | FP64  | [1,2,3]       | expected shape [n, 2], got [1, 3]",
        "features | [2,2]   | FP64  | [1,2,3]       | shape [2, 2] needs 4 elements, got 3",
        "features | [2]     | FP64  | [1,2]         | expected shape [n, 2], got [2, 1]",
        "features | []      | FP64  | [1]           | one or two sizes from 1 on, got []",
        "features | [0,2]   | FP64  | []            | one or two sizes from 1 on, got [0, 2]",
        "features | [-1,2]  | FP64  | [1,2]         | one or two sizes from 1 on, got [-1, 2]",
        "features | [1,1,2] | FP64  | [1,2]         | must be one or two whole sizes",
        "features | [1.5,2] | FP64  | [1,2]         | must be one or two whole sizes",
        "features | [99999999999,2] | FP64 | [1,2]  | one or two sizes from 1 on",
        "features | [2147483647,2147483647] | FP64 | [1,2] | needs 4611686014132420609 elements",
        "features | 2       | FP64  | [1,2]         | must be an array of sizes",
        "features | [1,2]   | FP8   | [1,2]         | there is no datatype 'FP8'",
        "features | [1,2]   | INT32 | [1.5,2]       | element 0 is no INT32: 1.5",
        "features | [1,2]   | UINT8 | [1,256]       | element 1 is no UINT8: 256.0",
        "features | [1,2]   | FP32  | [1,1e39]      | element 1 is no FP32",
        "features | [1,2]   | FP64  | [1,NaN]       | element 1 must be a finite number, got NaN",
        "features | [1,2]   | FP64  | [1,null]      | element 1 is null",
        "features | [1,2]   | FP64  | [1,'x']       | element 1 is a text among numbers",
        "features | [1,2]   | BYTES | ['x','y']     | expected numbers, got BYTES",
        "features | [1,2]   | FP64  | ['x','y']     | datatype FP64, but the elements are texts",
        "features | [1,2]   | BYTES | [1,2]         | datatype BYTES, but the elements are numbers",
        "features | [2,2]   | FP64  | [[1,2],[3]]   | nested evenly, got arrays of 2 and of 1",
        "features | [2,2]   | FP64  | [[1,2,3,4]]   | nested in arrays of 4, unlike shape [2, 2]",
        "features | [1,2]   | FP64  | [[[1,2]]]     | nested too deep",
        "features | [1,2]   | FP64  | {}            | \"data\" must be an array",
        "sise     | [1]     | FP64  | [1]           | no column 'sise'; did you mean 'size'?",
        "size     | [1]     | FP64  | [1]           | input 'rooms' is missing",
        "size     | [1,2]   | FP64  | [1,2]         | input 'size': expected shape [1], got [1, 2]",
        "size     | [1]     | BYTES | ['a']         | input 'size': expected numbers, got BYTES",
      })
  void shouldRefuseABadTensor(
      String name, String shape, String datatype, String data, String expected) {
    String body = "{\"inputs\":[" + tensor(name, shape, datatype, data.replace('\'', '"')) + "]}";
    String reason = Client.error(400, client.post("/v2/models/price/infer", body));
    assertTrue(reason.contains(expected), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                   | expected an inference request",
        "{}                                   | \"inputs\" is missing or empty",
        "{\"inputs\":[]}                      | \"inputs\" is missing or empty",
        "{\"inputs\":{}}                      | \"inputs\" must be an array",
        "{\"inputs\":[7]}                     | input 0: expected an object",
        "{\"inputs\":[{}]}                    | input 0: \"name\" is missing",
        "{\"inputs\":[{\"name\":7}]}          | input 0: \"name\" must be a text",
        "{\"inputs\":[{\"name\":\"a\"}]}      | input 'a': \"datatype\" is missing",
        "{\"id\":7}                           | \"id\" must be a text",
        "{\"parameters\":7}                   | \"parameters\" must be an object",
        "{\"outputs\":7}                      | \"outputs\" must be an array",
        "{\"outputs\":[7]}                    | output 0: expected an object",
        "{\"outputs\":[{}]}                   | output 0: \"name\" is missing",
      })
  void shouldRefuseABadRequest(String body, String expected) {
    String reason = Client.error(400, client.post("/v2/models/price/infer", body));
    assertTrue(reason.contains(expected), reason);
  }

  @Test
  void shouldRefuseTensorsThatDoNotGoTogether() {
    String size = tensor("size", "[1]", "FP64", "[1]");
    String reason = infer("{\"inputs\":[" + size + "," + size + "]}");
    assertTrue(reason.contains("input 'size' stands twice"), reason);
    reason = infer("{\"inputs\":[" + size + "," + tensor("rooms", "[2]", "FP64", "[1,2]") + "]}");
    assertTrue(reason.contains("input 'rooms': expected shape [1], got [2]"), reason);
    reason =
        infer(
            "{\"inputs\":["
                + tensor("features", "[1,2]", "FP64", "[1,2]")
                + "],\"outputs\":[{\"name\":\"valve\"}]}");
    assertTrue(reason.contains("no output 'valve'; did you mean 'value'?"), reason);
  }

  private static String infer(String body) {
    return Client.error(400, client.post("/v2/models/price/infer", body));
  }

  @ParameterizedTest
  @CsvSource({
    "/v2/models/prize",
    "/v2/models/price/versions/8",
    "/v2/models/price/versions/latest",
    "/v2/models/price/versions",
    "/v2/models/price/stats",
    "/v2/models/price/ready/now",
    "/v2/models/",
    "/v2/",
    "/v1/models/price",
    "/predict/",
    "/favicon.ico",
    "/v2/models/price/versions/7/versions/7",
  })
  void shouldNotFindWhatIsNotThere(String path) {
    Client.error(404, client.get(path));
  }
}
