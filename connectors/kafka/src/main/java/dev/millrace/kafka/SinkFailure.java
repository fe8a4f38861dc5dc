package dev.millrace.kafka;

import dev.millrace.core.SinkException;
import org.apache.kafka.common.KafkaException;

/** What sinks say when Kafka fails. */
final class SinkFailure {
  private SinkFailure() {}

  /**
   * @param what was tried
   */
  static SinkException of(KafkaOptions options, String what, KafkaException cause) {
    StringBuilder reason = new StringBuilder(String.valueOf(cause.getMessage()));
    if (cause.getCause() != null) {
      reason.append(": ").append(cause.getCause().getMessage());
    }
    return new SinkException(
        what
            + " at the Kafka brokers "
            + options.bootstrapServers()
            + " failed: "
            + Secrets.mask(reason.toString(), options.properties())
            + "; nothing is lost, what is staged is published by the next start",
        cause);
  }
}
