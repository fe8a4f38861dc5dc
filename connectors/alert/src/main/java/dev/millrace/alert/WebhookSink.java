package dev.millrace.alert;

import dev.millrace.core.alert.AlertMessage;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.nio.file.Path;

/**
 * Tells each message by a POST of JSON.
 *
 * <pre>{@code
 * alerts.messages().to(
 *     "hook",
 *     WebhookSink.of(
 *         WebhookOptions.to(URI.create("https://alerts.example.org/millrace"))
 *             .withSigning(Secret.fromEnvironment("WEBHOOK_KEY"))));
 * }</pre>
 *
 * <p>Headers are those of Standard Webhooks 1.0, so its libraries check them: {@code webhook-id},
 * the message's id, by which repeats are known; {@code webhook-timestamp}, the seconds since 1970
 * of this attempt; and with a key {@code webhook-signature}, the HMAC-SHA256 of {@code
 * id.timestamp.body}. Any 2xx is success. 408, 425, 429, 5xx and failures of the network are tried
 * again, after as long as {@code Retry-After} says if it says so; any other answer, a redirect too,
 * is final. At least once. Immutable.
 */
public final class WebhookSink implements Sink<AlertMessage> {
  private static final long serialVersionUID = 1L;

  private final WebhookOptions options;

  /** Where batches are staged; empty for beside the checkpoint. */
  private final String staging;

  private WebhookSink(WebhookOptions options, String staging) {
    this.options = options;
    this.staging = staging;
  }

  /** A sink for one address. */
  public static WebhookSink of(WebhookOptions options) {
    return new WebhookSink(options, "");
  }

  /**
   * Stages batches below another directory, which has to last as long as the checkpoint does.
   * Needed where the checkpoint is not on a disk of this machine.
   */
  public WebhookSink withStaging(Path directory) {
    return new WebhookSink(options, directory.toString());
  }

  @Override
  public SinkWriter<AlertMessage> open(SinkContext context) {
    return AlertSinkWriter.open(
        context, new WebhookCourier(options), options.retry(), staging, "WebhookSink.withStaging");
  }

  @Override
  public Delivery delivery() {
    return Delivery.AT_LEAST_ONCE;
  }

  @Override
  public String toString() {
    return options.toString();
  }
}
