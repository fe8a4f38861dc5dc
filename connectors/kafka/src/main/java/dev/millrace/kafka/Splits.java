package dev.millrace.kafka;

import dev.millrace.core.SourceException;
import org.apache.kafka.common.TopicPartition;

/** Splits by name: {@code payments-3} is partition 3 of the topic payments. */
final class Splits {
  private Splits() {}

  static String name(TopicPartition partition) {
    return partition.topic() + "-" + partition.partition();
  }

  static TopicPartition partition(String split) {
    int dash = split.lastIndexOf('-');
    try {
      return new TopicPartition(
          split.substring(0, dash), Integer.parseInt(split.substring(dash + 1)));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new SourceException(
          "'" + split + "' is no partition of a topic; it was not a Kafka source that planned it",
          e);
    }
  }
}
