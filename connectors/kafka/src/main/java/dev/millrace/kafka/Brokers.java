package dev.millrace.kafka;

import dev.millrace.core.SinkException;
import dev.millrace.core.SourceException;
import dev.millrace.core.source.Offset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the planner asks the brokers. Every question throws a {@link RetriableException} when it is
 * not answered in time, and a {@link SourceException} when it will never be.
 */
final class Brokers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Brokers.class);
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration SAMPLE = Duration.ofMillis(500);

  private final KafkaOptions options;
  private final Consumer<byte[], byte[]> consumer;

  /** Whether offsets may be on their way to those who watch. */
  private boolean isTelling;

  /** Whether the last attempt to show offsets to others failed. */
  private boolean showsNothing;

  Brokers(KafkaOptions options) {
    this.options = options;
    this.consumer = Clients.consumer(options, options.group());
  }

  /** A question. */
  private interface Question<A> {
    A ask();
  }

  private <A> A ask(Question<A> question) throws InterruptedException {
    try {
      return question.ask();
    } catch (RetriableException e) {
      throw e;
    } catch (InterruptException e) {
      Thread.interrupted(); // said by the exception from here on
      InterruptedException interrupted = new InterruptedException(e.getMessage());
      interrupted.initCause(e);
      throw interrupted;
    } catch (KafkaException e) {
      throw new SourceException(
          "the Kafka brokers "
              + options.bootstrapServers()
              + " refuse: "
              + Secrets.mask(String.valueOf(e.getMessage()), options.properties()),
          e);
    }
  }

  /** The partitions of a topic; none if there is no such topic. */
  List<TopicPartition> partitions(String topic) throws InterruptedException {
    return partitions(ask(() -> consumer.partitionsFor(topic, ANSWER)));
  }

  /** The partitions of all topics that match. */
  List<TopicPartition> partitions(Pattern pattern) throws InterruptedException {
    List<TopicPartition> partitions = new ArrayList<>();
    ask(() -> consumer.listTopics(ANSWER))
        .forEach(
            (topic, infos) -> {
              if (!topic.startsWith("__") && pattern.matcher(topic).matches()) {
                partitions.addAll(partitions(infos));
              }
            });
    return partitions;
  }

  private static List<TopicPartition> partitions(List<PartitionInfo> infos) {
    return infos == null
        ? List.of()
        : infos.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
  }

  Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions)
      throws InterruptedException {
    if (partitions.isEmpty()) {
      return Map.of();
    }
    own(partitions);
    return ask(() -> consumer.beginningOffsets(partitions, ANSWER));
  }

  /** The consumer warns of answers about partitions that are not its own. */
  private void own(Collection<TopicPartition> partitions) {
    consumer.assign(partitions);
  }

  /** Behind the last record that may be read now: open transactions are not gone past. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
      throws InterruptedException {
    if (partitions.isEmpty()) {
      return Map.of();
    }
    own(partitions);
    return ask(() -> consumer.endOffsets(partitions, ANSWER));
  }

  /** The first record at or after a time; the end where there is none. */
  Map<TopicPartition, Long> at(Collection<TopicPartition> partitions, Instant time)
      throws InterruptedException {
    if (partitions.isEmpty()) {
      return Map.of();
    }
    own(partitions);
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, time.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> found =
        ask(() -> consumer.offsetsForTimes(times, ANSWER));
    Map<TopicPartition, Long> offsets = new HashMap<>(ends(partitions));
    found.forEach(
        (partition, offset) -> {
          if (offset != null) {
            offsets.put(partition, offset.offset());
          }
        });
    return offsets;
  }

  /** Looks at some records, to know how large they are. */
  void sample(Map<TopicPartition, Long> from, RecordSizes sizes) throws InterruptedException {
    if (from.isEmpty()) {
      return;
    }
    long records = 0;
    long bytes = 0;
    own(from.keySet());
    from.forEach(consumer::seek);
    for (ConsumerRecord<byte[], byte[]> message : ask(() -> consumer.poll(SAMPLE))) {
      records++;
      bytes += MessageDecoder.size(message);
    }
    sizes.observe(records, bytes);
  }

  /**
   * @throws SinkException when there is no such topic, or no broker that answers
   */
  void requireTopic(String topic) throws InterruptedException {
    if (patiently(() -> consumer.partitionsFor(topic, ANSWER)).isEmpty()) {
      throw new SinkException(
          "the Kafka brokers "
              + options.bootstrapServers()
              + " have no topic '"
              + topic
              + "', or don't let it be seen; create it, or correct its name");
    }
  }

  /** The group, as a transaction names it. */
  ConsumerGroupMetadata group() {
    return consumer.groupMetadata();
  }

  /** The offset that the group has committed; waits until no transaction is about to change it. */
  OptionalLong committed(TopicPartition partition) throws InterruptedException {
    OffsetAndMetadata committed =
        patiently(() -> consumer.committed(Set.of(partition), ANSWER)).get(partition);
    return committed == null ? OptionalLong.empty() : OptionalLong.of(committed.offset());
  }

  /** Asks until there is an answer, for as long as the options allow. */
  private <A> A patiently(Question<A> question) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      try {
        return ask(question);
      } catch (RetriableException e) {
        if (System.nanoTime() - start > options.patience().toNanos()) {
          throw SinkFailure.of(options, "asking", e);
        }
      }
    }
  }

  /** Lets others see how far the pipeline has come, as far as that works. */
  void show(Map<String, Offset> offsets) {
    if (!options.group().isEmpty() && !offsets.isEmpty()) {
      Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
      offsets.forEach(
          (split, offset) ->
              positions.put(Splits.partition(split), new OffsetAndMetadata(offset.position())));
      isTelling = true;
      consumer.commitAsync(positions, (committed, failure) -> shown(failure));
    }
  }

  private void shown(Exception failure) {
    if (failure instanceof RetriableCommitFailedException) {
      return; // the next one says it too
    }
    if (failure != null && !showsNothing) {
      LOG.warn(
          "the consumer group '{}' cannot be told of offsets ({}); the pipeline needs it not",
          options.group(),
          failure.getMessage());
    }
    showsNothing = failure != null;
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(isTelling ? ANSWER : Duration.ZERO));
  }
}
