package dev.millrace.kafka;

import dev.millrace.core.SinkException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Writes every batch exactly once: rows and the number of the next batch in one transaction, the
 * latter as the committed offset of a consumer group that nobody is a member of.
 *
 * <p>Why that holds: beginning to write fences every earlier producer of the same transactional id,
 * and ends what it had under way. What the group says after that can only be changed by a later
 * producer, and then this one's transactions fail. So a batch is written only on top of the number
 * that says that it was not.
 */
final class TransactionalPublisher implements Publisher {
  private final KafkaOptions options;
  private final String topic;

  /** The transactional id, and the group. */
  private final String id;

  private Producer<byte[], byte[]> producer;
  private ConsumerGroupMetadata group;
  private boolean fenced;

  /** All batches before it are published. */
  private long next;

  TransactionalPublisher(KafkaOptions options, String topic, String id) {
    this.options = options;
    this.topic = topic;
    this.id = id;
  }

  String id() {
    return id;
  }

  /** Begins to write; from now on nobody does who began before. What the brokers have, if known. */
  OptionalLong open() throws InterruptedException {
    try (Brokers brokers = new Brokers(committedOnly())) {
      brokers.requireTopic(topic);
      return connect(brokers);
    }
  }

  private void reconnect() throws InterruptedException {
    try (Brokers brokers = new Brokers(committedOnly())) {
      connect(brokers);
    }
  }

  private OptionalLong connect(Brokers brokers) throws InterruptedException {
    try {
      producer = Clients.producer(options, id);
      producer.initTransactions();
      group = brokers.group();
      OptionalLong marked = brokers.committed(marker());
      marked.ifPresent(value -> next = value);
      return marked;
    } catch (KafkaException e) {
      throw failed("beginning transactions as '" + id + "'", e);
    }
  }

  private KafkaOptions committedOnly() {
    return options.withGroup(id).withIsolation(KafkaOptions.Isolation.READ_COMMITTED);
  }

  private TopicPartition marker() {
    return new TopicPartition(topic, 0);
  }

  /** Says that all batches before {@code batchId} count as published. */
  void begin(long batchId) {
    try {
      producer.beginTransaction();
      commit(batchId);
    } catch (KafkaException e) {
      throw failed("noting the next batch of '" + id + "'", e);
    }
  }

  private void commit(long newNext) {
    producer.sendOffsetsToTransaction(Map.of(marker(), new OffsetAndMetadata(newNext)), group);
    producer.commitTransaction();
    next = newNext;
  }

  @Override
  public boolean isPublished(long batchId) {
    return batchId < next;
  }

  @Override
  public void publish(long batchId, Path staged) throws IOException, InterruptedException {
    if (fenced) {
      throw fenced(null);
    }
    if (producer == null) {
      reconnect();
    }
    if (isPublished(batchId)) {
      return;
    }
    try {
      producer.beginTransaction();
      new MessageSender(producer, topic, false).send(batchId, staged);
      commit(batchId + 1);
    } catch (KafkaException e) {
      throw failed("writing batch " + batchId + " to " + topic, e);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Whether it was written is not known; connecting again finds out. */
  private SinkException failed(String what, KafkaException cause) {
    close();
    if (cause instanceof ProducerFencedException
        || cause instanceof InvalidProducerEpochException) {
      fenced = true;
      return fenced(cause);
    }
    return SinkFailure.of(options, what, cause);
  }

  private SinkException fenced(KafkaException cause) {
    return new SinkException(
        "another process writes as '"
            + id
            + "' by now, or a transaction took too long, and the Kafka brokers refuse this one;"
            + " stop all but one process of the pipeline. Nothing is lost, what is staged is"
            + " published by the next start",
        cause);
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }
}
