package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.Batch;
import dev.millrace.core.MillraceException;
import dev.millrace.core.SinkException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.sink.ConcurrentSinkWriter;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.core.source.GeneratorSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing beside computing, on a thread of its own. */
class PublishBehindTest {
  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path directory;

  private final MemorySink<Long> inner = new MemorySink<>();

  private StreamingConfig config() {
    return StreamingConfig.named("behind")
        .withTrigger(Trigger.availableNow())
        .withMaxBatchRecords(10)
        .withCheckpoint(directory);
  }

  private void run(AtBatch atStage, AtBatch atPublish) throws InterruptedException {
    run(config(), atStage, atPublish);
  }

  private void run(StreamingConfig config, AtBatch atStage, AtBatch atPublish)
      throws InterruptedException {
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("numbers", GeneratorSource.bounded(30, i -> i))
          .to("out", new Observed(inner, atStage, atPublish));
      context.start();
      context.awaitTermination();
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertTrue(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "the other thread did not come");
  }

  /** Each waits for the other, so neither gets anywhere unless both are under way at once. */
  @Test
  void shouldPublishWhileTheNextBatchIsStaged() throws Exception {
    CountDownLatch staging = new CountDownLatch(1);
    CountDownLatch publishing = new CountDownLatch(1);
    List<Long> published = Collections.synchronizedList(new ArrayList<>());
    run(
        batchId -> {
          if (batchId == 1) {
            staging.countDown();
            await(publishing);
          }
        },
        batchId -> {
          if (batchId == 0) {
            publishing.countDown();
            await(staging);
          }
          published.add(batchId);
        });
    assertEquals(List.of(0L, 1L, 2L), published);
    assertEquals(LongStream.range(0, 30).boxed().toList(), inner.records());
  }

  /** The batch after it is committed by then, so the next start has two to publish. */
  @Test
  void shouldStopWhenPublishingFailsAndPublishAllAtTheNextStart() throws Exception {
    CountDownLatch staged = new CountDownLatch(1);
    MillraceException failure =
        assertThrows(
            MillraceException.class,
            () ->
                run(
                    batchId -> {
                      if (batchId == 1) {
                        staged.countDown();
                      }
                    },
                    batchId -> {
                      await(staged);
                      throw new SinkException("nobody is there");
                    }));
    assertTrue(failure.getMessage().contains("publish batch 0: nobody"), failure.getMessage());
    assertEquals(1, CheckpointStore.open(directory).newest().orElseThrow().batchId());
    assertEquals(0, CheckpointStore.open(directory).newest().orElseThrow().firstBatchId());
    assertEquals(List.of(), inner.records());
    List<Long> published = new ArrayList<>();
    run(batchId -> {}, published::add);
    assertEquals(List.of(0L, 1L, 2L), published);
  }

  /** What is committed is published though the batch after it fails. */
  @Test
  void shouldAwaitWhatIsBeingPublishedBeforeItGivesABatchUp() {
    CountDownLatch failing = new CountDownLatch(1);
    MillraceException failure =
        assertThrows(
            MillraceException.class,
            () ->
                run(
                    batchId -> {
                      if (batchId == 1) {
                        failing.countDown();
                        throw new SinkException("the disk is full");
                      }
                    },
                    batchId -> await(failing)));
    assertTrue(failure.getMessage().contains("the disk is full"), failure.getMessage());
    assertEquals(LongStream.range(0, 10).boxed().toList(), inner.records());
  }

  /** Tried again, it would go on after the pipeline let go of its directory. */
  @Test
  void shouldNotTryAgainWhatWasInterrupted() {
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    MillraceException failure =
        assertThrows(
            MillraceException.class,
            () ->
                run(
                    config().withBatchDeadline(Duration.ofSeconds(2)),
                    batchId -> {},
                    batchId -> {
                      attempts.incrementAndGet();
                      await(never);
                    }));
    String message = failure.getMessage();
    assertTrue(message.contains("batch 1 took longer than its deadline"), message);
    assertTrue(message.contains("publishing batch 0 to sink 'out'"), message);
    assertTrue(message.contains("withBatchDeadline"), message);
    assertEquals(1, attempts.get());
  }

  /** The last batch, beside which there is nothing to compute. */
  @Test
  void shouldNameTheSinkThatHangsWhereverItPublishes() {
    CountDownLatch never = new CountDownLatch(1);
    MillraceException failure =
        assertThrows(
            MillraceException.class,
            () ->
                run(
                    config().withBatchDeadline(Duration.ofSeconds(1)),
                    batchId -> {},
                    batchId -> {
                      if (batchId == 2) {
                        await(never);
                      }
                    }));
    String message = failure.getMessage();
    assertTrue(message.contains("batch 2 took longer than its deadline"), message);
    assertTrue(message.contains("publishing batch 2 to sink 'out'"), message);
  }

  /** What a test does with a batch. */
  private interface AtBatch {
    void run(long batchId) throws Exception;
  }

  /** A sink that publishes beside staging. */
  private record Observed(MemorySink<Long> inner, AtBatch atStage, AtBatch atPublish)
      implements Sink<Long> {
    @Override
    public SinkWriter<Long> open(SinkContext context) {
      return new Writer(inner.open(context), atStage, atPublish);
    }

    @Override
    public Delivery delivery() {
      return inner.delivery();
    }
  }

  private record Writer(SinkWriter<Long> inner, AtBatch atStage, AtBatch atPublish)
      implements ConcurrentSinkWriter<Long> {
    @Override
    public void stage(long batchId, Batch<Long> batch) throws Exception {
      atStage.run(batchId);
      inner.stage(batchId, batch);
    }

    @Override
    public void publish(long batchId) throws Exception {
      atPublish.run(batchId);
      inner.publish(batchId);
    }

    @Override
    public void discard(long firstBatchId) throws Exception {
      inner.discard(firstBatchId);
    }
  }
}
