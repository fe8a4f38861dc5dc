package dev.millrace.kafka;

import dev.millrace.core.SourceException;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Reads one partition, range by range. Kept between ranges, since it fetches ahead: what comes
 * behind a range is there when the next one begins. Used by one thread at a time.
 */
final class PartitionConsumer implements Closeable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaOptions options;
  private final TopicPartition partition;
  private final Consumer<byte[], byte[]> consumer;

  /** What was fetched and not handed over, from {@code index} on. */
  private List<ConsumerRecord<byte[], byte[]>> fetched = List.of();

  private int index;

  /** Everything before it was handed over or does not exist. */
  private long next = -1;

  /**
   * Takes over a consumer.
   *
   * @param consumer as {@link Clients} makes it; assigned here, closed with this
   */
  PartitionConsumer(
      KafkaOptions options, TopicPartition partition, Consumer<byte[], byte[]> consumer) {
    this.options = options;
    this.partition = partition;
    this.consumer = consumer;
    consumer.assign(List.of(partition));
  }

  KafkaOptions options() {
    return options;
  }

  TopicPartition partition() {
    return partition;
  }

  /** Takes one record. */
  interface Action {
    void accept(ConsumerRecord<byte[], byte[]> message) throws Exception;
  }

  /**
   * Hands over the records from {@code from} to {@code until - 1}. Offsets may lack a record: those
   * of transaction markers, of aborted transactions, and those that compaction has removed.
   *
   * @throws SourceException when the range is not there any more, or the broker is away for longer
   *     than the options allow
   */
  void read(long from, long until, Action action) throws Exception {
    if (from != next) {
      fetched = List.of();
      index = 0;
      consumer.seek(partition, from);
    }
    long position = from;
    long progressed = System.nanoTime();
    while (position < until) {
      if (index == fetched.size()) {
        long before = position;
        position = fetch(position);
        if (index < fetched.size() || position > before) {
          progressed = System.nanoTime();
        } else if (System.nanoTime() - progressed > options.patience().toNanos()) {
          throw stuck(position);
        }
      }
      while (position < until && index < fetched.size()) {
        ConsumerRecord<byte[], byte[]> message = fetched.get(index);
        if (message.offset() >= until) {
          position = until;
        } else {
          index++;
          position = message.offset() + 1;
          action.accept(message);
        }
      }
    }
    next = until;
  }

  /** Fetches more; says where reading goes on, which is further on if there was nothing to see. */
  private long fetch(long position) throws InterruptedException {
    try {
      // What the consumer has gone past without handing it over, as the end of a transaction; there
      // may be nothing behind it that a poll would not wait for in vain.
      long passed = consumer.position(partition, POLL);
      if (passed > position) {
        return passed;
      }
      fetched = consumer.poll(POLL).records(partition);
      index = 0;
      return fetched.isEmpty() ? Math.max(position, consumer.position(partition, POLL)) : position;
    } catch (RetriableException e) {
      return position;
    } catch (OffsetOutOfRangeException e) {
      throw gone(position, e);
    } catch (InterruptException e) {
      Thread.interrupted(); // said by the exception from here on
      throw interrupted(e);
    } catch (KafkaException e) {
      throw new SourceException(
          partition
              + "@"
              + position
              + " cannot be read: "
              + Secrets.mask(String.valueOf(e.getMessage()), options.properties()),
          e);
    }
  }

  private static InterruptedException interrupted(InterruptException cause) {
    InterruptedException interrupted = new InterruptedException(cause.getMessage());
    interrupted.initCause(cause);
    return interrupted;
  }

  private SourceException gone(long position, OffsetOutOfRangeException cause) {
    String kept = "other records";
    try {
      kept =
          "the records from "
              + consumer.beginningOffsets(List.of(partition), POLL).get(partition)
              + " until "
              + consumer.endOffsets(List.of(partition), POLL).get(partition);
    } catch (KafkaException e) {
      cause.addSuppressed(e);
    }
    return Lost.offset(partition, position, kept, cause);
  }

  private SourceException stuck(long position) {
    Map<TopicPartition, Long> ends;
    try {
      ends = consumer.endOffsets(List.of(partition), POLL);
    } catch (KafkaException e) {
      return new SourceException(
          partition
              + "@"
              + position
              + ": no answer of the brokers "
              + options.bootstrapServers()
              + " for "
              + options.patience()
              + "; nothing is lost, start again when they are back",
          e);
    }
    return Lost.offset(partition, position, "records until " + ends.get(partition), null);
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
