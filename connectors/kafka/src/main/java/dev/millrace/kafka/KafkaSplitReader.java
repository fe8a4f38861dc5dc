package dev.millrace.kafka;

import dev.millrace.core.format.BadRecordException;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.SplitReader;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads one range of one partition. */
final class KafkaSplitReader<T> implements SplitReader<T> {
  private static final int EXCERPT = 1000;

  private final KafkaOptions options;
  private final MessageDecoder<T> decoder;
  private final RecordSizes sizes;
  private final OffsetRange range;
  private long records;
  private long bytes;

  KafkaSplitReader(
      KafkaOptions options, MessageDecoder<T> decoder, RecordSizes sizes, OffsetRange range) {
    this.options = options;
    this.decoder = decoder;
    this.sizes = sizes;
    this.range = range;
  }

  @Override
  public void read(Emitter<? super T> out, Emitter<DeadLetter> rejects) throws Exception {
    TopicPartition partition = Splits.partition(range.split());
    PartitionConsumer consumer = ConsumerPool.take(options, partition);
    boolean isDone = false;
    try {
      consumer.read(
          range.from().position(),
          range.until().position(),
          message -> accept(message, out, rejects));
      isDone = true;
    } finally {
      if (!isDone) {
        consumer.close();
      }
    }
    ConsumerPool.give(consumer);
    sizes.observe(records, bytes);
  }

  private void accept(
      ConsumerRecord<byte[], byte[]> message, Emitter<? super T> out, Emitter<DeadLetter> rejects)
      throws Exception {
    records++;
    bytes += MessageDecoder.size(message);
    T value;
    try {
      value = decoder.decode(message);
    } catch (Exception e) {
      rejects.emit(letter(message, e));
      return;
    }
    out.emit(value);
  }

  private DeadLetter letter(ConsumerRecord<byte[], byte[]> message, Exception reason) {
    byte[] value = message.value() == null ? new byte[0] : message.value();
    return new DeadLetter(
        "kafka",
        range.split() + "@" + message.offset(),
        reason instanceof BadRecordException ? reason.getMessage() : reason.toString(),
        new String(value, 0, Math.min(value.length, EXCERPT), StandardCharsets.UTF_8));
  }
}
