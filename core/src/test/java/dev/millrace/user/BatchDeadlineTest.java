package dev.millrace.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.function.FilterFunction;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** User code that hangs; outside the packages of the library, as the users are. */
@Timeout(60)
class BatchDeadlineTest {
  private static final int RECORDS = 40;

  @TempDir Path directory;

  private final MemorySink<Long> sink = new MemorySink<>();
  private final AtomicInteger failures = new AtomicInteger();

  private StreamingConfig config() {
    return StreamingConfig.named("slow")
        .withTrigger(Trigger.availableNow())
        .withCheckpoint(directory)
        .withMaxBatchRecords(10)
        .withThreads(2)
        .withoutShutdownHook();
  }

  private void run(StreamingConfig config, FilterFunction<Long> filter) throws Exception {
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("in", GeneratorSource.bounded(RECORDS, i -> i).withSplits(2))
          .filter(filter)
          .to("out", sink);
      context.listen(
          new StreamingListener() {
            @Override
            public void onFailure(Throwable cause) {
              failures.incrementAndGet();
            }
          });
      context.start();
      context.awaitTermination();
    }
  }

  private void assertWholeOutput() throws Exception {
    run(config(), i -> true);
    assertEquals(
        LongStream.range(0, RECORDS).boxed().toList(), sink.records().stream().sorted().toList());
  }

  private MillraceException overdue(FilterFunction<Long> filter) {
    MillraceException e =
        assertThrows(
            MillraceException.class,
            () -> run(config().withBatchDeadline(Duration.ofMillis(300)), filter));
    assertTrue(
        e.getMessage().contains("batch 2 took longer than its deadline of 300 ms"), e.getMessage());
    assertTrue(e.getMessage().contains(getClass().getSimpleName() + ".java:"), e.getMessage());
    assertEquals(1, failures.get());
    return e;
  }

  @Test
  void shouldInterruptABatchThatHangsAndRedoItAtTheNextStart() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    overdue(
        i -> {
          if (i == 25) {
            never.await();
          }
          return true;
        });
    assertEquals(20, sink.records().size());
    assertWholeOutput();
  }

  @Test
  void shouldEndThoughABatchDoesNotHeedItsInterrupt() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    overdue(
        i -> {
          while (i % 10 == 5 && i > 20 && release.getCount() > 0) {
            Thread.onSpinWait();
          }
          return true;
        });
    CheckpointException held =
        assertThrows(CheckpointException.class, () -> run(config(), i -> true));
    assertTrue(held.getMessage().contains("is in use by process"), held.getMessage());
    release.countDown();
    awaitWholeOutput();
  }

  /** The batch that was left behind notices that it is too late, and gives the lock back. */
  private void awaitWholeOutput() throws Exception {
    while (true) {
      try {
        assertWholeOutput();
        return;
      } catch (CheckpointException e) {
        assertEquals(20, sink.records().size());
      }
    }
  }

  @Test
  void shouldRefuseADeadlineOfNothing() {
    for (Duration none : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
      assertThrows(ConfigurationException.class, () -> config().withBatchDeadline(none));
    }
  }
}
