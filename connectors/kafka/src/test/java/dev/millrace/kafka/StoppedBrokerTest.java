package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.StreamingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that hangs: connections stay open, and nobody answers. */
@Timeout(120)
class StoppedBrokerTest {
  private static final int RECORDS = 600;
  private static final int HANGS_AFTER = 9;
  private static final Duration HANGS = Duration.ofMillis(1_500);

  @TempDir Path directory;

  private static void signal(String name, long pid) {
    try {
      int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
      assertEquals(0, exit, "kill -" + name);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldLoseAndRepeatNothingWhenTheBrokerHangsInMidStream() throws Exception {
    Topic input = Topic.create(1);
    Topic output = Topic.create(1);
    List<String> texts = IntStream.range(0, RECORDS).mapToObj("%05d"::formatted).toList();
    input.write(0, texts.toArray(String[]::new));
    long broker = KafkaBroker.shared().pid();
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(RECORDS);
    StreamingConfig config =
        StreamingConfig.named("hanging")
            .withCheckpoint(directory)
            .withMaxBatchRecords(20)
            .withTrigger(Trigger.interval(Duration.ofMillis(1)));
    // The broker is asked again before it goes on, and what was asked first may still arrive.
    KafkaOptions options = input.options().withProperty("request.timeout.ms", "1000");
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("in", KafkaSource.values(options, input.selected(), KafkaFormat.text()))
          .to("out", KafkaSink.values(options, output.name(), KafkaFormat.text()));
      context.listen(
          new StreamingListener() {
            @Override
            public void onBatch(BatchReport report) {
              if (report.batchId() == HANGS_AFTER) {
                signal("STOP", broker);
                hangs.countDown();
              }
              for (long i = 0; i < report.records(); i++) {
                all.countDown();
              }
            }
          });
      context.start();
      assertTrue(hangs.await(60, TimeUnit.SECONDS), "no batch " + HANGS_AFTER);
      try {
        LockSupport.parkNanos(HANGS.toNanos());
        assertTrue(all.getCount() > 0, "the broker goes on");
      } finally {
        signal("CONT", broker);
      }
      assertTrue(all.await(60, TimeUnit.SECONDS), () -> all.getCount() + " missing");
      context.stop();
      context.awaitTermination();
    }
    assertEquals(texts, output.values());
  }
}
