package dev.millrace.kafka;

import dev.millrace.core.SourceException;
import dev.millrace.core.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which partitions there are to read; looks again from time to time. */
final class Discovery {
  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

  private final KafkaTopics topics;
  private final Pattern pattern;
  private final KafkaOptions options;
  private final Brokers brokers;
  private final Clock clock;

  /** Partitions that were there once stay, so that it shows when they are not any more. */
  private final SortedSet<TopicPartition> known = new TreeSet<>(StartPositions.ORDER);

  private boolean looked;
  private boolean stopped;
  private long lookedNanos;

  Discovery(KafkaTopics topics, KafkaOptions options, Brokers brokers, Clock clock) {
    this.topics = topics;
    this.pattern = topics.compiled();
    this.options = options;
    this.brokers = brokers;
    this.clock = clock;
  }

  /** In the order of topics and partitions. */
  List<TopicPartition> partitions() {
    return List.copyOf(known);
  }

  /** Looks if it is time to; whether it did. */
  boolean refresh() throws InterruptedException {
    long now = clock.nanos();
    if (looked && (stopped || now - lookedNanos < options.discovery().toNanos())) {
      return false;
    }
    List<TopicPartition> found = new ArrayList<>();
    if (topics.names().isEmpty()) {
      found.addAll(brokers.partitions(pattern));
    } else {
      for (String topic : topics.names()) {
        List<TopicPartition> partitions = brokers.partitions(topic);
        if (partitions.isEmpty() && !looked) {
          throw new SourceException(
              "the Kafka brokers "
                  + options.bootstrapServers()
                  + " have no topic '"
                  + topic
                  + "', or don't let it be seen; create it, or correct its name");
        }
        found.addAll(partitions);
      }
    }
    for (TopicPartition partition : found) {
      if (known.add(partition) && looked) {
        LOG.info("new partition {}", partition);
      }
    }
    looked = true;
    lookedNanos = now;
    return true;
  }

  /** What there is now is all there will be. */
  void stop() {
    stopped = true;
  }
}
