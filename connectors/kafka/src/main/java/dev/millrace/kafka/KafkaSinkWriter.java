package dev.millrace.kafka;

import dev.millrace.core.Batch;
import dev.millrace.core.SinkException;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.core.sink.StagedBatches;
import java.io.IOException;
import java.util.List;
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
  private final StagedBatches staging;
  private final Publisher publisher;

  private KafkaSinkWriter(
      MessageEncoder<T> encoder, long maxRequestBytes, StagedBatches staging, Publisher publisher) {
    this.encoder = encoder;
    this.maxRequestBytes = maxRequestBytes;
    this.staging = staging;
    this.publisher = publisher;
  }

  static <T> KafkaSinkWriter<T> open(
      KafkaOptions options,
      String topic,
      MessageEncoder<T> encoder,
      StagedBatches staging,
      SinkContext context)
      throws IOException, InterruptedException {
    Publisher publisher =
        options.delivery() == Delivery.EXACTLY_ONCE
            ? transactional(options, topic, context, staging)
            : idempotent(options, topic);
    String limit = options.properties().get(MAX_REQUEST);
    long maxRequestBytes = limit == null ? DEFAULT_MAX_REQUEST : Long.parseLong(limit);
    return new KafkaSinkWriter<>(encoder, maxRequestBytes, staging, publisher);
  }

  private static IdempotentPublisher idempotent(KafkaOptions options, String topic)
      throws InterruptedException {
    IdempotentPublisher publisher = new IdempotentPublisher(options, topic);
    publisher.open();
    return publisher;
  }

  private static TransactionalPublisher transactional(
      KafkaOptions options, String topic, SinkContext context, StagedBatches staging)
      throws IOException, InterruptedException {
    String id = "millrace-" + context.pipeline() + "-" + context.name();
    TransactionalPublisher publisher = new TransactionalPublisher(options, topic, id);
    try {
      OptionalLong next = publisher.open();
      if (next.isEmpty()) {
        staging.requireNoneCommitted(
            context,
            "the Kafka consumer group '"
                + id
                + "' (groups that stand still for offsets.retention.minutes go)",
            "set the group's offset to the number of the batch");
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
    List<StagedBatches.Part> parts =
        batch.runPartitions((partition, values) -> encode(messages, limit, values));
    if (parts.stream().anyMatch(part -> part.rows() > 0)) {
      staging.write(batchId, parts);
    }
  }

  private static <T> StagedBatches.Part encode(
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
    return new StagedBatches.Part(values.size(), frames.toBytes());
  }

  @Override
  public void publish(long batchId) throws Exception {
    staging.publish(batchId, publisher::publish);
  }

  @Override
  public void discard(long firstBatchId) throws IOException {
    staging.discard(firstBatchId);
  }

  @Override
  public void close() throws IOException {
    publisher.close();
  }
}
