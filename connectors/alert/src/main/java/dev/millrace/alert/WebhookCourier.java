package dev.millrace.alert;

import dev.millrace.core.alert.AlertMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/** Posts messages. */
final class WebhookCourier implements Courier {
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  private final WebhookOptions options;
  private final Optional<Signature> signature;
  private final HttpClient client;

  WebhookCourier(WebhookOptions options) {
    this.options = options;
    this.signature =
        options.signing().isNone()
            ? Optional.empty()
            : Optional.of(Signature.of(options.signing()));
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(options.timeout())
            .build();
  }

  @Override
  public void deliver(AlertMessage message) throws DeliveryException, InterruptedException {
    HttpRequest request = request(message);
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      response.body().close();
      check(response);
    } catch (IOException e) {
      // What the client says may hold the address.
      throw DeliveryException.passing(options + ": " + e.getClass().getSimpleName(), e);
    }
  }

  private HttpRequest request(AlertMessage message) {
    byte[] body =
        switch (options.format()) {
          case JSON -> MessageJson.full(message);
          case SLACK -> MessageJson.slack(message);
        };
    long now = Instant.now().getEpochSecond();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(options.url())
            .timeout(options.timeout())
            .header("Content-Type", "application/json")
            .header("webhook-id", message.id())
            .header("webhook-timestamp", Long.toString(now))
            .POST(BodyPublishers.ofByteArray(body));
    signature.ifPresent(
        signing -> request.header("webhook-signature", signing.sign(message.id(), now, body)));
    return request.build();
  }

  private void check(HttpResponse<?> response) throws DeliveryException {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return;
    }
    String what = options + " answered " + status;
    if (PASSING.contains(status) || status >= 500) {
      throw DeliveryException.passing(
          what, response.headers().firstValue("Retry-After").flatMap(WebhookCourier::retryAfter));
    }
    throw DeliveryException.lasting(what, null);
  }

  /** Seconds, or a date of HTTP; anything else says nothing. */
  static Optional<Duration> retryAfter(String header) {
    String text = header.strip();
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(Instant.now(), date);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
