package dev.millrace.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ConfigurationException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSinkTest {
  /** The key of the example of Standard Webhooks. */
  private static final Secret KEY = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  @Test
  void shouldSignAsStandardWebhooksSays() {
    assertEquals(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        Signature.of(KEY)
            .sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void shouldPostAllThereIsToKnow() throws Exception {
    try (Receiver receiver = new Receiver()) {
      new WebhookCourier(WebhookOptions.to(receiver.uri()).withSigning(KEY))
          .deliver(Messages.message(7));
      Receiver.Post post = receiver.posts().get(0);
      assertEquals("message-7", post.headers().get("id"));
      assertEquals("application/json", post.headers().get("type"));
      long sent = Long.parseLong(post.headers().get("timestamp"));
      assertTrue(Math.abs(Instant.now().getEpochSecond() - sent) < 60);
      assertEquals(
          Signature.of(KEY).sign("message-7", sent, post.body()), post.headers().get("signature"));
      JsonNode json = post.json();
      assertEquals("CRITICAL", json.get("severity").asText());
      assertEquals("1970-01-12T13:46:47Z", json.get("time").asText());
      JsonNode alert = json.at("/alerts/0");
      assertEquals("id-7-firing", alert.get("id").asText());
      assertEquals("id-7", alert.get("incident").asText());
      assertEquals("card 7\r\nBcc: all@example.org", alert.get("key").asText());
      assertTrue(alert.get("level").isNull(), "JSON has no NaN");
      assertEquals(5, alert.get("limit").asDouble());
    }
  }

  @Test
  void shouldBoundWhatItPosts() throws Exception {
    try (Receiver receiver = new Receiver()) {
      WebhookOptions options = WebhookOptions.to(receiver.uri());
      new WebhookCourier(options).deliver(Messages.withAlerts(1_000));
      JsonNode json = receiver.posts().get(0).json();
      assertEquals(100, json.get("alerts").size());
      assertEquals(907, json.get("omitted").asInt());
      assertEquals("", receiver.posts().get(0).headers().get("signature"));
      new WebhookCourier(options.withFormat(WebhookOptions.Format.SLACK))
          .deliver(Messages.withAlerts(1_000));
      assertTrue(receiver.posts().get(1).body().length < 20_000);
    }
  }

  @Test
  void shouldSpeakToSlack() throws Exception {
    try (Receiver receiver = new Receiver()) {
      new WebhookCourier(WebhookOptions.to(receiver.uri()).withFormat(WebhookOptions.Format.SLACK))
          .deliver(Messages.message(6));
      String text = receiver.posts().get(0).json().get("text").asText();
      assertEquals(1, receiver.posts().get(0).json().size());
      assertTrue(text.startsWith("*CRITICAL FIRING large &lt;payment&gt; [card 6"), text);
      assertTrue(text.contains("limit 5 &amp; more"), text);
    }
  }

  private static DeliveryException refused(Receiver receiver, int status, String retryAfter) {
    receiver.refuse(1, status, retryAfter);
    DeliveryException refused =
        assertThrows(
            DeliveryException.class,
            () ->
                new WebhookCourier(WebhookOptions.to(receiver.uri())).deliver(Messages.message(1)));
    assertFalse(refused.getMessage().contains("secret-path"), refused.getMessage());
    assertTrue(refused.getMessage().contains(Integer.toString(status)), refused.getMessage());
    return refused;
  }

  @Test
  void shouldTellPassingFailuresFromFinalOnes() {
    try (Receiver receiver = new Receiver()) {
      for (int status : new int[] {408, 425, 429, 500, 502, 503, 504}) {
        assertFalse(refused(receiver, status, "").isLasting(), status + "");
      }
      for (int status : new int[] {302, 400, 401, 404, 410, 413}) {
        assertTrue(refused(receiver, status, "").isLasting(), status + "");
      }
      assertEquals(Optional.of(Duration.ofSeconds(7)), refused(receiver, 429, "7").retryAfter());
      assertEquals(Optional.empty(), refused(receiver, 503, "soon").retryAfter());
      String date =
          DateTimeFormatter.RFC_1123_DATE_TIME.format(
              Instant.now().plusSeconds(60).atOffset(ZoneOffset.UTC));
      Duration wait = refused(receiver, 503, date).retryAfter().orElseThrow();
      assertTrue(wait.toSeconds() > 50 && wait.toSeconds() <= 60, wait.toString());
      assertEquals(
          Optional.of(Duration.ZERO),
          WebhookCourier.retryAfter("Wed, 21 Oct 2015 07:28:00 GMT"),
          "the past");
    }
  }

  @Test
  void shouldNotTellTheAddressWhereNobodyAnswers() {
    Receiver gone = new Receiver();
    WebhookOptions options = WebhookOptions.to(gone.uri()).withSigning(KEY);
    gone.close();
    DeliveryException failed =
        assertThrows(
            DeliveryException.class,
            () -> new WebhookCourier(options).deliver(Messages.message(1)));
    assertFalse(failed.isLasting());
    assertEquals("webhook at http://127.0.0.1: ConnectException", failed.getMessage());
    assertFalse(options.toString().contains("secret-path"));
    assertFalse(WebhookSink.of(options).toString().contains("secret-path"));
  }

  @Test
  void shouldRefuseAddressesThatOthersCanListenTo() {
    for (String bad :
        new String[] {
          "http://example.org/x", "ftp://127.0.0.1/x", "https://me:pw@example.org/", "/x", "https:x"
        }) {
      ConfigurationException refused =
          assertThrows(ConfigurationException.class, () -> WebhookOptions.to(URI.create(bad)), bad);
      assertFalse(refused.getMessage().contains("pw"), refused.getMessage());
    }
    WebhookOptions.to(URI.create("https://example.org/x"));
    WebhookOptions.to(URI.create("http://localhost:1/x"));
    WebhookOptions.to(URI.create("http://[::1]:1/x"));
  }

  @Test
  void shouldTakeKeysFromWhereTheyAreSafe(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("key");
    Files.writeString(file, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\nanother line\n");
    assertEquals(
        Signature.of(KEY).sign("a", 1, new byte[0]),
        Signature.of(Secret.fromFile(file)).sign("a", 1, new byte[0]));
    Files.writeString(file, "S3CRET-CANARY");
    for (Secret bad :
        new Secret[] {
          Secret.fromFile(file),
          Secret.fromFile(directory.resolve("none")),
          Secret.fromEnvironment("MILLRACE_NO_SUCH_KEY"),
          Secret.of("whsec_!!"),
          Secret.of("whsec_c2hvcnQ=")
        }) {
      ConfigurationException refused =
          assertThrows(ConfigurationException.class, () -> Signature.of(bad));
      assertFalse(refused.getMessage().contains("CANARY"), refused.getMessage());
      assertFalse(refused.getMessage().contains("c2hv"), refused.getMessage());
    }
  }
}
