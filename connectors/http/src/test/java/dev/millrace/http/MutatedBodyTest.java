package dev.millrace.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a valid body, the client is told what is wrong with it. */
class MutatedBodyTest {
  private static final List<String> PATHS =
      List.of("/predict", "/predict?model=text", "/v2/models/price/infer", "/v2/models/text/infer");
  private static final List<String> BODIES =
      List.of(
          "{\"rows\":[{\"size\":10,\"rooms\":2},{\"rooms\":1.5,\"size\":-4e1}]}",
          "[{\"x\":1,\"word\":\"na\\u00efve\"},{\"x\":2,\"word\":\"b\",\"label\":null}]",
          "{\"id\":\"1\",\"inputs\":[{\"name\":\"features\",\"shape\":[2,2],\"datatype\":\"FP64\","
              + "\"data\":[[10,2],[-40,1.5]]}],\"outputs\":[{\"name\":\"value\"}]}",
          "{\"inputs\":[{\"name\":\"x\",\"shape\":[2],\"datatype\":\"INT64\",\"data\":[1,2]},"
              + "{\"name\":\"word\",\"shape\":[2,1],\"datatype\":\"BYTES\",\"data\":[\"a\",\"b\"]}]}");
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "null",
          "true",
          "1e308",
          "-1e999",
          "NaN",
          "0",
          "-1",
          "9223372036854775808",
          "\\u0000",
          "\\ud800",
          "\u0000",
          "\ud83d\ude00",
          "{}",
          "[]",
          "\"rows\":",
          "\"inputs\":",
          "\"shape\":[1,2],",
          "\"data\":[]",
          "/*",
          "'",
          "0x1",
          "01",
          "[".repeat(40),
          "1".repeat(70),
          "\"" + "a".repeat(70_000) + "\"");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldNeverFailForABadBody(long seed) {
    Random random = new Random(seed);
    try (PredictionServer server = Fixture.start()) {
      Client client = new Client(server);
      int refused = 0;
      for (int i = 0; i < 600; i++) {
        int kind = random.nextInt(BODIES.size());
        byte[] body = mutate(BODIES.get(kind).getBytes(UTF_8), random);
        HttpResponse<String> response =
            client.post(PATHS.get(kind), BodyPublishers.ofByteArray(body));
        String text = new String(body, UTF_8);
        assertTrue(response.statusCode() < 500, () -> response.body() + " for " + text);
        JsonNode answer = Client.json(response.body());
        assertEquals(response.statusCode() >= 400, answer.has("error"), text);
        refused += response.statusCode() >= 400 ? 1 : 0;
      }
      assertTrue(refused > 300, "refused " + refused);
      for (int kind = 0; kind < BODIES.size(); kind++) {
        client.postJson(PATHS.get(kind), BODIES.get(kind));
      }
    }
  }

  private static byte[] mutate(byte[] valid, Random random) {
    byte[] body = valid;
    for (int times = 1 + random.nextInt(4); times > 0; times--) {
      body = mutateOnce(body, random);
    }
    return body;
  }

  private static byte[] mutateOnce(byte[] body, Random random) {
    int from = random.nextInt(body.length + 1);
    int to = Math.min(body.length, from + random.nextInt(6));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(body, 0, from);
    switch (random.nextInt(5)) {
      case 0 -> out.write(random.nextInt(256));
      case 1 -> out.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8));
      case 2 -> {
        out.write(body, from, to - from);
        out.write(body, from, to - from);
      }
      case 3 -> {
        out.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8));
        to = from;
      }
      default -> {
        return random.nextInt(4) == 0 ? out.toByteArray() : rest(out, body, to);
      }
    }
    return rest(out, body, to);
  }

  private static byte[] rest(ByteArrayOutputStream out, byte[] body, int from) {
    out.write(body, from, body.length - from);
    return out.toByteArray();
  }
}
