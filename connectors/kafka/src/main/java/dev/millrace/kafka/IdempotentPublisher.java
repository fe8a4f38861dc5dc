package dev.millrace.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

/** Writes every batch at least once. */
final class IdempotentPublisher implements Publisher {
  private final KafkaOptions options;
  private final String topic;
  private Producer<byte[], byte[]> producer;

  IdempotentPublisher(KafkaOptions options, String topic) {
    this.options = options;
    this.topic = topic;
  }

  /** Sees to it that there is such a topic. */
  void open() throws InterruptedException {
    try (Brokers brokers = new Brokers(options.withGroup(""))) {
      brokers.requireTopic(topic);
    }
  }

  @Override
  public boolean isPublished(long batchId) {
    return false;
  }

  @Override
  public void publish(long batchId, Path staged) throws IOException {
    try {
      if (producer == null) {
        producer = Clients.producer(options, "");
      }
      MessageSender sender = new MessageSender(producer, topic, true);
      sender.send(batchId, staged);
      sender.flush();
    } catch (KafkaException e) {
      close(); // what it still holds must not come behind what is sent again
      throw SinkFailure.of(options, "writing batch " + batchId + " to " + topic, e);
    }
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }
}
