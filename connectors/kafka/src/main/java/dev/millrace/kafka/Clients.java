package dev.millrace.kafka;

import dev.millrace.core.ConfigurationException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka's clients. */
final class Clients {
  /** What Kafka's producer takes itself where a transaction waits for the one before it. */
  private static final long RETRY_BACKOFF_MILLIS = 20;

  /** A batch of the pipeline is there as a whole: few and large ones of the producer cost least. */
  private static final int BATCH_BYTES = 1 << 18;

  private Clients() {}

  /**
   * A consumer that is told what to read, and from where.
   *
   * @param group where it may commit; empty for nowhere
   */
  static Consumer<byte[], byte[]> consumer(KafkaOptions options, String group) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    settings.putAll(options.properties());
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers());
    settings.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, options.isolation().name().toLowerCase(Locale.ROOT));
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    if (!group.isEmpty()) {
      settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    }
    return made(
        options,
        () ->
            new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  /**
   * A producer that writes no record twice.
   *
   * @param transactionalId of its transactions; empty for none
   */
  static Producer<byte[], byte[]> producer(KafkaOptions options, String transactionalId) {
    int patience = (int) options.patience().toMillis();
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(patience / 2, 30_000));
    // Once it has found a coordinator, the producer sleeps for so long before it goes there.
    settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MILLIS);
    settings.putAll(options.properties());
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers());
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
    if (!transactionalId.isEmpty()) {
      settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
      // Longer than any one step may take, within what brokers allow by default.
      settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.min(2 * patience, 900_000));
    }
    return made(
        options,
        () -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** Without Kafka's exception as the cause, since those repeat settings. */
  private static <C> C made(KafkaOptions options, Supplier<C> client) {
    try {
      return client.get();
    } catch (KafkaException e) {
      StringBuilder reason = new StringBuilder();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        reason.append(": ").append(cause.getMessage());
      }
      throw new ConfigurationException(
          "a client of the Kafka brokers "
              + options.bootstrapServers()
              + " cannot be made"
              + Secrets.mask(reason.toString(), options.properties())
              + "; correct the options");
    }
  }
}
