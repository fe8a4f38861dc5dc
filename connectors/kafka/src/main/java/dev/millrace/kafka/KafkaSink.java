package dev.millrace.kafka;

import dev.millrace.core.function.MapFunction;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.core.sink.StagedBatches;
import java.nio.file.Path;

/**
 * Writes to a topic of Apache Kafka, exactly once by default.
 *
 * <pre>{@code
 * record Alert(String card, double score) {}
 *
 * alerts.to(
 *     "alerts",
 *     KafkaSink.values(options, "alerts", KafkaFormat.json(Alert.class)).withKey(Alert::card));
 * }</pre>
 *
 * <p>A batch is staged in a file beside the checkpoint. Once the checkpoint is durable, one
 * transaction writes its rows and, as the committed offset of the consumer group {@code
 * millrace-<pipeline>-<sink>}, the number of the batch. So the brokers themselves say what was
 * published: a batch whose process died in the middle is published by the next start if it was not,
 * and left alone if it was. The transactional id is the name of the group, so a process that was
 * taken for dead cannot write any more once another one has begun. Readers have to read committed
 * records only ({@code isolation.level=read_committed}).
 *
 * <p>With {@link Delivery#AT_LEAST_ONCE} there is no transaction: a batch whose process dies while
 * it is published is written again. Every record carries a header {@code millrace-batch} with the
 * number of its batch and, with at-least-once delivery, {@code millrace-row} with its number in
 * there, by which readers can tell.
 *
 * <p>Order: that of the rows, per partition of the topic. The rows of a batch go through the
 * driver, where they take about their size in memory. Topics have to exist. Immutable.
 */
public final class KafkaSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final KafkaOptions options;
  private final String topic;
  private final MessageEncoder<T> encoder;

  /** Where batches are staged; empty for beside the checkpoint. */
  private final String staging;

  private KafkaSink(KafkaOptions options, String topic, MessageEncoder<T> encoder, String staging) {
    KafkaTopics.checkName(topic);
    this.options = options;
    this.topic = topic;
    this.encoder = encoder;
    this.staging = staging;
  }

  /** Rows as values, without keys. */
  public static <T> KafkaSink<T> values(KafkaOptions options, String topic, KafkaFormat<T> format) {
    return new KafkaSink<>(options, topic, new MessageEncoder.Values<>(format), "");
  }

  /**
   * Rows with key, timestamp and headers. Where a row was read (topic, partition, offset) is of no
   * account.
   */
  public static <K, V> KafkaSink<KafkaRecord<K, V>> records(
      KafkaOptions options, String topic, KafkaFormat<K> keys, KafkaFormat<V> values) {
    return new KafkaSink<>(options, topic, new MessageEncoder.Records<>(keys, values), "");
  }

  /** With keys of UTF-8 text, by which Kafka chooses the partition; null for no key. */
  public KafkaSink<T> withKey(MapFunction<? super T, String> key) {
    return new KafkaSink<>(options, topic, new MessageEncoder.Keyed<>(encoder, key), staging);
  }

  /**
   * Stages batches below another directory, which has to last as long as the checkpoint does and be
   * there wherever the pipeline is started again. Needed where the checkpoint is not on a disk of
   * this machine.
   */
  public KafkaSink<T> withStaging(Path directory) {
    return new KafkaSink<>(options, topic, encoder, directory.toString());
  }

  @Override
  public SinkWriter<T> open(SinkContext context) throws Exception {
    StagedBatches staged = StagedBatches.of(context, staging, "KafkaSink.withStaging");
    return KafkaSinkWriter.open(options, topic, encoder, staged, context);
  }

  @Override
  public Delivery delivery() {
    return options.delivery();
  }

  @Override
  public String toString() {
    return "Kafka topic " + topic + " at " + options.bootstrapServers();
  }
}
