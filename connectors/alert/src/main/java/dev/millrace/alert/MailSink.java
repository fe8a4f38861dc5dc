package dev.millrace.alert;

import dev.millrace.core.alert.AlertMessage;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.nio.file.Path;

/**
 * Tells each message by a mail of plain text, by SMTP.
 *
 * <pre>{@code
 * alerts.messages().to(
 *     "mail",
 *     MailSink.of(
 *         MailOptions.of("smtp.example.org", "millrace@example.org", "oncall@example.org")
 *             .withLogin("millrace", Secret.fromFile(Path.of("/etc/millrace/smtp")))));
 * }</pre>
 *
 * <p>A mail that is sent twice has the same Message-ID, by which mail programs know repeats. A
 * refused login or address, or any other answer from 500 on, is final; the rest is tried again. At
 * least once. Immutable.
 */
public final class MailSink implements Sink<AlertMessage> {
  private static final long serialVersionUID = 1L;

  private final MailOptions options;

  /** Where batches are staged; empty for beside the checkpoint. */
  private final String staging;

  private MailSink(MailOptions options, String staging) {
    this.options = options;
    this.staging = staging;
  }

  /** A sink for one list of receivers. */
  public static MailSink of(MailOptions options) {
    return new MailSink(options, "");
  }

  /**
   * Stages batches below another directory, which has to last as long as the checkpoint does.
   * Needed where the checkpoint is not on a disk of this machine.
   */
  public MailSink withStaging(Path directory) {
    return new MailSink(options, directory.toString());
  }

  @Override
  public SinkWriter<AlertMessage> open(SinkContext context) {
    return AlertSinkWriter.open(
        context, new MailCourier(options), options.retry(), staging, "MailSink.withStaging");
  }

  @Override
  public Delivery delivery() {
    return Delivery.AT_LEAST_ONCE;
  }

  @Override
  public String toString() {
    return "mail by " + options.host();
  }
}
