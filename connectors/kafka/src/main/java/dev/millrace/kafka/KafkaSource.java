package dev.millrace.kafka;

import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import java.io.IOException;

/**
 * Reads topics of Apache Kafka. It replays: every record counts exactly once.
 *
 * <pre>{@code
 * record Payment(String card, double amount) {}
 *
 * KafkaOptions options = KafkaOptions.of("localhost:9092");
 * DStream<Payment> payments =
 *     context.source(
 *         "payments",
 *         KafkaSource.values(
 *             options, KafkaTopics.named("payments"), KafkaFormat.json(Payment.class)));
 * }</pre>
 *
 * <p>A split is a partition of a topic, {@code payments-3}; each is one partition of a batch, read
 * where the engine computes. Offsets are in the pipeline's checkpoint, and nowhere else; {@link
 * KafkaOptions#group} only shows them to others. Order: that of the partition. Partitions share a
 * batch evenly, so that those with a backlog catch up together.
 *
 * <p>Records that cannot be decoded become dead letters with {@code topic-partition@offset}. A
 * range may hold fewer records than offsets: transactions and compaction leave gaps. When retention
 * has removed what is still to be read, the pipeline stops with an error that says so. While the
 * brokers are away, it waits up to {@link KafkaOptions#patience}.
 *
 * <p>The limit of bytes of a batch is kept as far as the mean size of earlier records tells. Memory
 * besides: one fetch (1 MiB by default) per partition. Immutable; its methods are thread-safe.
 */
public final class KafkaSource<T> implements Source<T> {
  private static final long serialVersionUID = 1L;

  private final KafkaOptions options;
  private final KafkaTopics topics;
  private final MessageDecoder<T> decoder;
  private final transient RecordSizes sizes = new RecordSizes();

  private KafkaSource(KafkaOptions options, KafkaTopics topics, MessageDecoder<T> decoder) {
    this.options = options;
    this.topics = topics;
    this.decoder = decoder;
  }

  /** The values of the records; one without a value, a tombstone, is a bad record. */
  public static <T> KafkaSource<T> values(
      KafkaOptions options, KafkaTopics topics, KafkaFormat<T> format) {
    return new KafkaSource<>(options, topics, new MessageDecoder.Values<>(format));
  }

  /** The records with key, timestamp, headers and where they stand. */
  public static <K, V> KafkaSource<KafkaRecord<K, V>> records(
      KafkaOptions options, KafkaTopics topics, KafkaFormat<K> keys, KafkaFormat<V> values) {
    return new KafkaSource<>(options, topics, new MessageDecoder.Records<>(keys, values));
  }

  @Override
  public SplitPlanner planner(SourceContext context) throws IOException {
    return KafkaPlanner.open(options, topics, sizes, context);
  }

  @Override
  public SplitReader<T> reader(OffsetRange range) {
    return new KafkaSplitReader<>(options, decoder, sizes, range);
  }

  @Override
  public BadRecordPolicy badRecords() {
    return options.badRecords();
  }

  /** Gives what arrives on another machine sizes of its own. */
  private Object readResolve() {
    return new KafkaSource<>(options, topics, decoder);
  }

  @Override
  public String toString() {
    return "Kafka topics " + topics + " at " + options.bootstrapServers();
  }
}
