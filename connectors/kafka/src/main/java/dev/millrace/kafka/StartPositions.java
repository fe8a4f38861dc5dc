package dev.millrace.kafka;

import dev.millrace.core.source.Offset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Where to read on in each partition: as committed, as noted, or as the options say. */
final class StartPositions {
  static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private final KafkaStart start;
  private final StartOffsets noted;
  private final Brokers brokers;

  /** Starts of partitions that nothing is committed of. */
  private final Map<TopicPartition, Long> chosen = new HashMap<>();

  /** Partitions of which it is known that the topic still holds where they go on. */
  private final Set<TopicPartition> checked = new HashSet<>();

  private boolean isFirstChoice = true;

  StartPositions(KafkaStart start, StartOffsets noted, Brokers brokers) {
    this.start = start;
    this.noted = noted;
    this.brokers = brokers;
  }

  SortedMap<TopicPartition, Long> of(List<TopicPartition> partitions, Map<String, Offset> committed)
      throws IOException, InterruptedException {
    choose(partitions.stream().filter(some -> isUnknown(some, committed)).toList(), committed);
    SortedMap<TopicPartition, Long> positions = new TreeMap<>(ORDER);
    for (TopicPartition partition : partitions) {
      Offset offset = committed.get(Splits.name(partition));
      positions.put(partition, offset == null ? chosen.get(partition) : offset.position());
    }
    check(positions);
    return positions;
  }

  private boolean isUnknown(TopicPartition partition, Map<String, Offset> committed) {
    return !chosen.containsKey(partition) && !committed.containsKey(Splits.name(partition));
  }

  private void choose(List<TopicPartition> unknown, Map<String, Offset> committed)
      throws IOException, InterruptedException {
    List<TopicPartition> open = new ArrayList<>();
    Map<TopicPartition, Long> found = new HashMap<>();
    for (TopicPartition partition : unknown) {
      Long offset = noted.get(Splits.name(partition));
      if (offset == null) {
        open.add(partition);
      } else {
        found.put(partition, offset);
      }
    }
    boolean isNewPipeline = isFirstChoice && committed.isEmpty();
    if (start instanceof KafkaStart.Earliest || !isNewPipeline) {
      found.putAll(brokers.beginnings(open));
    } else {
      Map<TopicPartition, Long> offsets =
          start instanceof KafkaStart.At at ? brokers.at(open, at.time()) : brokers.ends(open);
      Map<String, Long> names = new HashMap<>();
      offsets.forEach((partition, offset) -> names.put(Splits.name(partition), offset));
      noted.put(names);
      found.putAll(offsets);
    }
    chosen.putAll(found);
    isFirstChoice = false;
  }

  /** Finds what retention has taken before anything is planned. */
  private void check(Map<TopicPartition, Long> positions) throws InterruptedException {
    List<TopicPartition> unchecked =
        positions.keySet().stream().filter(partition -> !checked.contains(partition)).toList();
    Map<TopicPartition, Long> beginnings = brokers.beginnings(unchecked);
    for (TopicPartition partition : unchecked) {
      long beginning = beginnings.get(partition);
      if (positions.get(partition) < beginning) {
        throw Lost.offset(
            partition, positions.get(partition), "only records from " + beginning + " on", null);
      }
    }
    checked.addAll(unchecked);
  }

  /** Checkpoints know of these splits. */
  void forget(Collection<String> splits) throws IOException {
    noted.remove(splits);
  }
}
