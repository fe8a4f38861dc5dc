package dev.millrace.kafka;

import dev.millrace.core.Batch;
import dev.millrace.core.SinkException;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stages in files, publishes to the topic. */
final class KafkaSinkWriter<T> implements SinkWriter<T> {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSinkWriter.class);
  private static final String MAX_REQUEST = "max.request.size";
  private static final long DEFAULT_MAX_REQUEST = 1 << 20;

  private final MessageEncoder<T> encoder;
  private final long maxRequestBytes;
  private final Staging staging;
  private final Publisher publisher;

  private KafkaSinkWriter(
      MessageEncoder<T> encoder, long maxRequestBytes, Staging staging, Publisher publisher) {
    this.encoder = encoder;
    this.maxRequestBytes = maxRequestBytes;
    this.staging = staging;
    this.publisher = publisher;
  }

  static <T> KafkaSinkWriter<T> open(
      KafkaOptions options,
      String topic,
      MessageEncoder<T> encoder,
      Path directory,
      SinkContext context)
      throws IOException, InterruptedException {
    try (Brokers brokers = new Brokers(options.withGroup(""))) {
      brokers.requireTopic(topic);
    }
    Staging staging = new Staging(directory);
    Publisher publisher =
        options.delivery() == Delivery.EXACTLY_ONCE
            ? transactional(options, topic, context, staging)
            : new IdempotentPublisher(options, topic);
    String limit = options.properties().get(MAX_REQUEST);
    long maxRequestBytes = limit == null ? DEFAULT_MAX_REQUEST : Long.parseLong(limit);
    return new KafkaSinkWriter<>(encoder, maxRequestBytes, staging, publisher);
  }

  private static TransactionalPublisher transactional(
      KafkaOptions options, String topic, SinkContext context, Staging staging)
      throws IOException, InterruptedException {
    String id = "millrace-" + context.pipeline() + "-" + context.name();
    TransactionalPublisher publisher = new TransactionalPublisher(options, topic, id);
    try {
      OptionalLong next = publisher.connect();
      if (next.isEmpty()) {
        requireNothingStaged(context, staging, id);
        publisher.begin(context.committed() + 1);
      } else {
        compare(next.getAsLong(), context, topic, id);
      }
      return publisher;
    } catch (IOException | RuntimeException | InterruptedException e) {
      publisher.close();
      throw e;
    }
  }

  private static void requireNothingStaged(SinkContext context, Staging staging, String id)
      throws IOException {
    NavigableMap<Long, Path> committed = staging.batches().headMap(context.committed(), true);
    if (!committed.isEmpty()) {
      throw new SinkException(
          "the Kafka consumer group '"
              + id
              + "' is gone, which said whether batch "
              + committed.firstKey()
              + " was published (groups that stand still for offsets.retention.minutes go); look"
              + " into the topic, and remove "
              + committed.firstEntry().getValue()
              + " if the batch is there, or set the group's offset to "
              + committed.firstKey()
              + " if it is not");
    }
  }

  private static void compare(long next, SinkContext context, String topic, String id) {
    if (context.committed() < 0 && next > 0) {
      throw new SinkException(
          "the pipeline starts afresh, but its batches until "
              + (next - 1)
              + " are in the topic "
              + topic
              + " from an earlier run; start with the checkpoint of that run, give the pipeline"
              + " another name, or, to have new batches beside the old, delete the Kafka consumer"
              + " group '"
              + id
              + "'");
    }
    if (next > context.committed() + 1) {
      LOG.warn(
          "batches {} to {} were published, but the checkpoint ends with {}; they are computed, and"
              + " not published, again",
          context.committed() + 1,
          next - 1,
          context.committed());
    }
  }

  @Override
  public void stage(long batchId, Batch<T> batch) throws IOException {
    if (publisher.isPublished(batchId)) {
      return;
    }
    MessageEncoder<T> messages = encoder;
    long limit = maxRequestBytes;
    List<Staging.Part> parts =
        batch.runPartitions((partition, values) -> encode(messages, limit, values));
    if (parts.stream().anyMatch(part -> part.messages() > 0)) {
      staging.write(batchId, parts);
    }
  }

  private static <T> Staging.Part encode(
      MessageEncoder<T> encoder, long maxRequestBytes, List<T> values) throws Exception {
    Frames frames = new Frames();
    for (T value : values) {
      Message message = encoder.encode(value);
      if (message.requestBytes() > maxRequestBytes) {
        throw new SinkException(
            "a row takes up to "
                + message.requestBytes()
                + " bytes, but Kafka is not sent more than "
                + maxRequestBytes
                + " at a time; make it smaller, or raise the property "
                + MAX_REQUEST
                + " and the topic's max.message.bytes");
      }
      frames.add(message);
    }
    return new Staging.Part(values.size(), frames.toBytes());
  }

  @Override
  public void publish(long batchId) throws IOException, InterruptedException {
    NavigableMap<Long, Path> waiting = staging.batches().headMap(batchId, true);
    for (Map.Entry<Long, Path> batch : waiting.entrySet()) {
      publisher.publish(batch.getKey(), batch.getValue());
      Files.deleteIfExists(batch.getValue());
    }
  }

  @Override
  public void discard(long firstBatchId) throws IOException {
    Staging.delete(staging.batches().tailMap(firstBatchId, true));
  }

  @Override
  public void close() throws IOException {
    publisher.close();
  }
}
