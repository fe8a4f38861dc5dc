package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A new topic of the shared broker, written and read with the bare clients. */
final class Topic {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final KafkaBroker broker;
  private final String name;

  private Topic(KafkaBroker broker, String name) {
    this.broker = broker;
    this.name = name;
  }

  static Topic create(int partitions, String... configs) {
    return named("topic-" + COUNT.incrementAndGet(), partitions, configs);
  }

  static Topic named(String name, int partitions, String... configs) {
    KafkaBroker broker = KafkaBroker.shared();
    broker.createTopic(name, partitions, configs);
    return new Topic(broker, name);
  }

  String name() {
    return name;
  }

  TopicPartition partition(int partition) {
    return new TopicPartition(name, partition);
  }

  KafkaTopics selected() {
    return KafkaTopics.named(name);
  }

  KafkaOptions options() {
    return KafkaOptions.of(broker.bootstrap())
        .withDiscovery(Duration.ofMillis(50))
        .withProperty("fetch.max.wait.ms", "10")
        .withProperty("reconnect.backoff.max.ms", "200");
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  Producer<byte[], byte[]> producer(String transactionalId) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker.bootstrap());
    settings.put("linger.ms", "0");
    if (!transactionalId.isEmpty()) {
      settings.put("transactional.id", transactionalId);
    }
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Writes texts into one partition, and waits until they stand there. */
  void write(int partition, String... values) {
    try (Producer<byte[], byte[]> producer = producer("")) {
      await(send(producer, partition, values));
    }
  }

  List<Future<RecordMetadata>> send(
      Producer<byte[], byte[]> producer, int partition, String... values) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (String value : values) {
      sent.add(producer.send(new ProducerRecord<>(name, partition, null, utf8(value))));
    }
    return sent;
  }

  static void await(List<Future<RecordMetadata>> sent) {
    for (Future<RecordMetadata> one : sent) {
      try {
        one.get();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  Consumer<byte[], byte[]> consumer() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker.bootstrap());
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Waits for what a transaction's commit returns before: that the broker has written its end. */
  void awaitCommitted(int partition, long until) {
    TopicPartition of = partition(partition);
    long deadline = System.nanoTime() + 30_000_000_000L;
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      while (consumer.endOffsets(List.of(of)).get(of) < until) {
        assertTrue(System.nanoTime() < deadline, of + " is not committed until " + until);
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  /** All that a careful reader sees, partition by partition. */
  List<ConsumerRecord<byte[], byte[]>> messages() {
    List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      for (PartitionInfo info : consumer.partitionsFor(name)) {
        TopicPartition partition = partition(info.partition());
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (consumer.position(partition) < end) {
          messages.addAll(consumer.poll(Duration.ofMillis(100)).records(partition));
          assertTrue(System.nanoTime() < deadline, partition + " cannot be read until " + end);
        }
      }
    }
    return messages;
  }

  /** The values of {@link #messages}. */
  List<String> values() {
    return messages().stream()
        .map(message -> new String(message.value(), StandardCharsets.UTF_8))
        .toList();
  }
}
