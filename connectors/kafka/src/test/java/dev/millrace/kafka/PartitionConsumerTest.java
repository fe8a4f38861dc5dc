package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.testing.SourceRun;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class PartitionConsumerTest {
  @TempDir Path directory;

  /** A poll then waits in vain, half a second for each range, since all that there is was read. */
  @Test
  void shouldNotPollForMoreOnceItIsPastTheEndOfTheLastTransactionOfARange() throws Exception {
    Topic topic = Topic.create(1);
    KafkaSource<String> source =
        KafkaSource.values(topic.options(), topic.selected(), KafkaFormat.text());
    Polls polls = new Polls(topic);
    List<String> read = new ArrayList<>();
    try (Producer<byte[], byte[]> producer = topic.producer(topic.name());
        SourceRun<String> play = new SourceRun<>(source, directory);
        PartitionConsumer consumer =
            new PartitionConsumer(topic.options(), topic.partition(0), polls.consumer())) {
      producer.initTransactions();
      for (int batch = 0; batch < 2; batch++) {
        for (String value : List.of("a", "b", "c")) {
          producer.beginTransaction();
          Topic.await(topic.send(producer, 0, value + batch));
          producer.commitTransaction();
        }
        long from = 6L * batch;
        polls.until = from + 6;
        topic.awaitCommitted(0, polls.until);
        OffsetRange planned =
            new OffsetRange(
                topic.name() + "-0", Offset.of(from), Offset.of(polls.until), polls.until - from);
        assertEquals(List.of(planned), play.batch());
        consumer.read(
            from,
            polls.until,
            message -> read.add(new String(message.value(), StandardCharsets.UTF_8)));
      }
    }
    assertEquals(List.of("a0", "b0", "c0", "a1", "b1", "c1"), read);
    assertTrue(polls.needed >= 2, "polls: " + polls.needed);
    assertEquals(0, polls.inVain);
  }

  /** Sees what is asked of a consumer. */
  private static final class Polls {
    private final TopicPartition partition;
    private final Consumer<byte[], byte[]> consumer;

    /** What was to be read ends before it. */
    private long until;

    private int needed;
    private int inVain;

    Polls(Topic topic) {
      partition = topic.partition(0);
      consumer = Clients.consumer(topic.options(), "");
    }

    @SuppressWarnings("unchecked") // the only interface of the proxy
    Consumer<byte[], byte[]> consumer() {
      return (Consumer<byte[], byte[]>)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Consumer.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("poll")) {
                  if (consumer.position(partition) < until) {
                    needed++;
                  } else {
                    inVain++;
                  }
                }
                try {
                  return method.invoke(consumer, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }
}
