package dev.millrace.kafka;

import dev.millrace.core.sink.StagedBatches;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Hands staged messages to a producer, marked with the batch that they are of. */
final class MessageSender {
  /** Number of the batch, as decimal text. */
  static final String BATCH = "millrace-batch";

  /** Number of the row in its batch, as decimal text. */
  static final String ROW = "millrace-row";

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final boolean numbersRows;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private final Callback keepsFailure =
      (written, e) -> {
        if (e != null) {
          failure.compareAndSet(null, e);
        }
      };

  MessageSender(Producer<byte[], byte[]> producer, String topic, boolean numbersRows) {
    this.producer = producer;
    this.topic = topic;
    this.numbersRows = numbersRows;
  }

  /** Sends all of them; they arrive later. */
  void send(long batchId, Path staged) throws IOException {
    List<Header> batch = List.of(new RecordHeader(BATCH, utf8(batchId)));
    StagedBatches.Content content = StagedBatches.read(staged);
    for (long row = 0; row < content.rows(); row++) {
      Message message = Frames.read(content.bytes());
      send(message, headers(message, batch, row));
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback keeps the first failure
  private void send(Message message, List<Header> headers) {
    Long timestamp = message.timestamp() < 0 ? null : message.timestamp();
    producer.send(
        new ProducerRecord<>(topic, null, timestamp, message.key(), message.value(), headers),
        keepsFailure);
  }

  private List<Header> headers(Message message, List<Header> batch, long row) {
    if (message.headers().isEmpty() && !numbersRows) {
      return batch;
    }
    List<Header> headers = new ArrayList<>(message.headers().size() + 2);
    for (KafkaHeader header : message.headers()) {
      if (!header.key().equals(BATCH) && !header.key().equals(ROW)) {
        headers.add(new RecordHeader(header.key(), header.value()));
      }
    }
    headers.addAll(batch);
    if (numbersRows) {
      headers.add(new RecordHeader(ROW, utf8(row)));
    }
    return headers;
  }

  private static byte[] utf8(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  /** Waits until all have arrived. */
  void flush() {
    producer.flush();
    Exception first = failure.get();
    if (first != null) {
      throw first instanceof KafkaException known ? known : new KafkaException(first);
    }
  }
}
