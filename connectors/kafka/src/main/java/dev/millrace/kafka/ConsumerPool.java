package dev.millrace.kafka;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Consumers that wait for the next range of their partition, for the whole process: sources that
 * travel are made anew with every task. At most 64, the one that has waited longest goes first, and
 * none waits for more than a minute without another one being asked for.
 */
final class ConsumerPool {
  private static final int MAX_IDLE = 64;
  private static final long MAX_IDLE_NANOS = 60_000_000_000L;

  private static final Map<Key, Idle> WAITING = new LinkedHashMap<>();

  private ConsumerPool() {}

  private record Key(KafkaOptions options, TopicPartition partition) {}

  private record Idle(PartitionConsumer consumer, long sinceNanos) {}

  /** One that waits, or else a new one. */
  static PartitionConsumer take(KafkaOptions options, TopicPartition partition) {
    Idle idle;
    synchronized (WAITING) {
      idle = WAITING.remove(new Key(options, partition));
    }
    return idle == null
        ? new PartitionConsumer(options, partition, Clients.consumer(options, ""))
        : idle.consumer();
  }

  /** Gives back one that is in order. */
  static void give(PartitionConsumer consumer) {
    List<PartitionConsumer> dispensable = new ArrayList<>();
    synchronized (WAITING) {
      long now = System.nanoTime();
      Idle previous =
          WAITING.put(new Key(consumer.options(), consumer.partition()), new Idle(consumer, now));
      if (previous != null) {
        dispensable.add(previous.consumer());
      }
      remove(idle -> now - idle.sinceNanos() > MAX_IDLE_NANOS, dispensable);
      remove(idle -> WAITING.size() > MAX_IDLE, dispensable);
    }
    dispensable.forEach(PartitionConsumer::close);
  }

  /** Closes those of one source that wait. */
  static void close(KafkaOptions options) {
    List<PartitionConsumer> dispensable = new ArrayList<>();
    synchronized (WAITING) {
      remove(idle -> idle.consumer().options().equals(options), dispensable);
    }
    dispensable.forEach(PartitionConsumer::close);
  }

  private static void remove(Predicate<Idle> condition, List<PartitionConsumer> removed) {
    for (Iterator<Idle> idle = WAITING.values().iterator(); idle.hasNext(); ) {
      Idle candidate = idle.next();
      if (condition.test(candidate)) {
        idle.remove();
        removed.add(candidate.consumer());
      }
    }
  }
}
