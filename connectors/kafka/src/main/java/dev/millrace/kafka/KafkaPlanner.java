package dev.millrace.kafka;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.FairShare;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers how far partitions go, and cuts what a batch takes of each. */
final class KafkaPlanner implements SplitPlanner {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaPlanner.class);

  private final KafkaOptions options;
  private final RecordSizes sizes;
  private final Brokers brokers;
  private final Discovery discovery;
  private final StartPositions starts;

  /** Where each partition ends when the source is bound to a moment; null otherwise. */
  private Map<TopicPartition, Long> bounds;

  private boolean exhausted;

  /** Since when the brokers have been away; negative while they are not. */
  private long awaySinceNanos = -1;

  private KafkaPlanner(
      KafkaOptions options,
      RecordSizes sizes,
      Brokers brokers,
      Discovery discovery,
      StartPositions starts) {
    this.options = options;
    this.sizes = sizes;
    this.brokers = brokers;
    this.discovery = discovery;
    this.starts = starts;
  }

  static KafkaPlanner open(
      KafkaOptions options, KafkaTopics topics, RecordSizes sizes, SourceContext context)
      throws IOException {
    StartOffsets noted = StartOffsets.open(context.directory());
    Brokers brokers = new Brokers(options);
    Discovery discovery = new Discovery(topics, options, brokers, context.clock());
    StartPositions starts = new StartPositions(options.start(), noted, brokers);
    return new KafkaPlanner(options, sizes, brokers, discovery, starts);
  }

  @Override
  public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits)
      throws IOException, InterruptedException {
    try {
      List<OffsetRange> ranges = ranges(committed, limits);
      awaySinceNanos = -1;
      return ranges;
    } catch (RetriableException e) {
      exhausted = false;
      await(e);
      return List.of();
    }
  }

  private List<OffsetRange> ranges(Map<String, Offset> committed, PlanLimits limits)
      throws IOException, InterruptedException {
    boolean looked = discovery.refresh();
    List<TopicPartition> partitions = discovery.partitions();
    SortedMap<TopicPartition, Long> from = starts.of(partitions, committed);
    Map<TopicPartition, Long> ends = bounds == null ? brokers.ends(partitions) : bounds;
    if (looked && !sizes.takeFresh()) {
      brokers.sample(behind(from, ends), sizes);
    }
    List<Long> available = new ArrayList<>();
    from.forEach((partition, at) -> available.add(available(partition, at, ends)));
    long[] shares =
        FairShare.of(Math.min(limits.records(), sizes.within(limits.bytes())), available);
    List<OffsetRange> ranges = new ArrayList<>();
    exhausted = bounds != null;
    int index = 0;
    for (Map.Entry<TopicPartition, Long> entry : from.entrySet()) {
      long share = shares[index];
      long at = entry.getValue();
      exhausted &= share == available.get(index);
      if (share > 0) {
        String split = Splits.name(entry.getKey());
        ranges.add(new OffsetRange(split, Offset.of(at), Offset.of(at + share), share));
      }
      index++;
    }
    return ranges;
  }

  /** How many offsets there are to read from {@code at} on. */
  private long available(TopicPartition partition, long at, Map<TopicPartition, Long> ends) {
    long available = end(ends, partition, at) - at;
    if (available < 0 && bounds == null) {
      throw new TruncatedException(
          Lost.offset(partition, at, "records until " + (at + available), null));
    }
    return Math.max(0, available);
  }

  private static long end(
      Map<TopicPartition, Long> ends, TopicPartition partition, long otherwise) {
    return ends.getOrDefault(partition, otherwise);
  }

  private static Map<TopicPartition, Long> behind(
      Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> behind = new HashMap<>();
    from.forEach(
        (partition, at) -> {
          if (at < end(ends, partition, at)) {
            behind.put(partition, at);
          }
        });
    return behind;
  }

  /** Bears with brokers that are away, for a while. */
  private void await(RetriableException failure) {
    long now = System.nanoTime();
    if (awaySinceNanos < 0) {
      awaySinceNanos = now;
      LOG.warn(
          "no answer of the Kafka brokers {} ({}); waiting up to {}",
          options.bootstrapServers(),
          failure.getMessage(),
          options.patience());
    } else if (now - awaySinceNanos > options.patience().toNanos()) {
      if (failure instanceof TruncatedException truncated) {
        throw truncated.lasting();
      }
      throw new SourceException(
          "no answer of the Kafka brokers "
              + options.bootstrapServers()
              + " for "
              + options.patience()
              + " ("
              + failure.getMessage()
              + "); nothing is lost, start again when they are back",
          failure);
    }
  }

  @Override
  public boolean boundToNow() throws InterruptedException {
    while (bounds == null) {
      try {
        discovery.refresh();
        bounds = new TreeMap<>(StartPositions.ORDER);
        bounds.putAll(brokers.ends(discovery.partitions()));
        discovery.stop();
      } catch (RetriableException e) {
        bounds = null;
        await(e);
      }
    }
    awaySinceNanos = -1;
    return true;
  }

  @Override
  public boolean exhausted() {
    return exhausted;
  }

  @Override
  public void committed(Map<String, Offset> offsets) throws IOException {
    starts.forget(offsets.keySet());
    brokers.show(offsets);
  }

  @Override
  public void close() {
    brokers.close();
    ConsumerPool.close(options);
  }
}
