package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.checkpoint.CheckpointPolicy;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.internal.checkpoint.Directory;
import dev.millrace.core.internal.checkpoint.DirectoryStorage;
import dev.millrace.core.internal.checkpoint.LossyStorage;
import dev.millrace.core.internal.checkpoint.Sweeper;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The order in which a batch touches the outside world is the contract; here it is, line by line.
 */
class StepOrderTest {
  private final List<String> events = new ArrayList<>();
  private final Storage storage = DirectoryStorage.of(new Recording(new LossyStorage(1)));

  private void open(MicroBatchExecution execution) throws IOException {
    events.clear();
    execution.open();
  }

  private MicroBatchExecution execution(int checkpointEvery) {
    return execution(checkpointEvery, PlanAhead.never());
  }

  private MicroBatchExecution execution(int checkpointEvery, PlanAhead ahead) {
    StreamingConfig config =
        StreamingConfig.named("order")
            .withThreads(1)
            .withMaxBatchRecords(2)
            .withRetainCheckpoints(1)
            .withCheckpointPolicy(CheckpointPolicy.everyBatches(checkpointEvery));
    StreamingContext context = StreamingContext.create(config);
    context
        .source("numbers", new RecordingSource())
        .process(RecordingProcessor::new)
        .named("model")
        .to("out", new RecordingSink());
    return new MicroBatchExecution(
        PipelineAccess.of(context),
        Optional.of(storage),
        StepListener.none(),
        ahead,
        Sweeper.inline());
  }

  private static String file(String kind, int batchId) {
    return kind + "-%020d".formatted(batchId);
  }

  private List<String> since(Runnable action) {
    events.clear();
    action.run();
    return List.copyOf(events);
  }

  @Test
  void shouldPlanComputeStageCommitPublishAcknowledge() throws IOException {
    MicroBatchExecution execution = execution(1);
    open(execution);
    assertEquals(List.of("open sink after -1", "discard 0"), events);
    assertEquals(
        List.of(
            "plan",
            "durable " + file("plan", 0),
            "process 0",
            "read",
            "staged 0",
            "save",
            "durable " + file("ckpt", 0),
            "publish 0",
            "committed 0",
            "forget before 2"),
        since(() -> execution.runNew(Instant.EPOCH, 0, false)));
    execution.close();
  }

  @Test
  void shouldPlanTheNextBatchBeforeAFullOneIsComputed() throws IOException {
    MicroBatchExecution execution = execution(1, PlanAhead.inline());
    open(execution);
    assertEquals(
        List.of(
            "plan",
            "durable " + file("plan", 0),
            "plan",
            "durable " + file("plan", 1),
            "process 0",
            "read",
            "staged 0",
            "save",
            "durable " + file("ckpt", 0),
            "publish 0",
            "committed 0",
            "forget before 2"),
        since(() -> execution.runNew(Instant.EPOCH, 0, false)));
    assertEquals(
        List.of(
            "plan",
            "durable " + file("plan", 2),
            "process 1",
            "read",
            "staged 1",
            "save",
            "durable " + file("ckpt", 1),
            "publish 1",
            "committed 1",
            "forget before 4"),
        since(() -> execution.runNew(Instant.EPOCH, 0, false)));
    execution.close();
    assertFalse(storage.list().contains(file("plan", 2)), storage.list().toString());
  }

  @Test
  void shouldRedoWhatWasPlannedAheadOfACrash() throws IOException {
    MicroBatchExecution first = execution(2, PlanAhead.inline());
    open(first);
    first.runNew(Instant.EPOCH, 0, false);
    first.abandon();
    MicroBatchExecution second = execution(1);
    open(second);
    for (int batch = 0; batch < 2; batch++) {
      assertTrue(second.redo());
    }
    assertFalse(second.redo());
    second.close();
  }

  @Test
  void shouldPublishAllThatACheckpointCovers() throws IOException {
    MicroBatchExecution execution = execution(2);
    open(execution);
    assertEquals(
        List.of("plan", "durable " + file("plan", 0), "process 0", "read", "staged 0"),
        since(() -> execution.runNew(Instant.EPOCH, 0, false)));
    assertEquals(
        List.of(
            "plan",
            "durable " + file("plan", 1),
            "process 1",
            "read",
            "staged 1",
            "save",
            "durable " + file("ckpt", 1),
            "publish 0",
            "publish 1",
            "committed 1",
            "forget before 4"),
        since(() -> execution.runNew(Instant.EPOCH, 0, false)));
    execution.close();
  }

  @Test
  void shouldPublishWhatIsCommittedAndDiscardTheRestOnRecovery() throws IOException {
    MicroBatchExecution first = execution(2);
    open(first);
    for (int batch = 0; batch < 3; batch++) {
      first.runNew(Instant.EPOCH, 0, false);
    }
    first.abandon();
    MicroBatchExecution second = execution(2);
    open(second);
    assertEquals(
        List.of(
            "restore", "open sink after 1", "publish 0", "publish 1", "discard 2", "committed 1"),
        events);
    assertEquals(
        List.of("process 2", "read", "staged 2"),
        since(
            () -> {
              try {
                second.redo();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            }));
    second.close();
  }

  /** Says when a file has its final name and the directory is forced. */
  private final class Recording implements Directory {
    private final Directory inner;
    private String moved = "";

    Recording(Directory inner) {
      this.inner = inner;
    }

    @Override
    public URI uri() {
      return inner.uri();
    }

    @Override
    public List<String> list() throws IOException {
      return inner.list();
    }

    @Override
    public long size(String name) throws IOException {
      return inner.size(name);
    }

    @Override
    public InputStream read(String name) throws IOException {
      return inner.read(name);
    }

    @Override
    public Output create(String name) throws IOException {
      return inner.create(name);
    }

    @Override
    public void move(String from, String to) throws IOException {
      inner.move(from, to);
      moved = to;
    }

    @Override
    public void force() throws IOException {
      inner.force();
      events.add("durable " + moved);
    }

    @Override
    public void delete(String name) throws IOException {
      inner.delete(name);
    }

    @Override
    public Closeable lock() throws IOException {
      return inner.lock();
    }
  }

  private final class RecordingSource implements Source<Long> {
    private static final long serialVersionUID = 1L;
    private final transient GeneratorSource<Long> inner = GeneratorSource.bounded(100, i -> i);

    @Override
    public SplitPlanner planner(SourceContext context) {
      SplitPlanner planner = inner.planner(context);
      return new SplitPlanner() {
        @Override
        public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits)
            throws Exception {
          events.add("plan");
          return planner.plan(committed, limits);
        }

        @Override
        public boolean exhausted() {
          return planner.exhausted();
        }

        @Override
        public void committed(Map<String, Offset> offsets) {
          events.add("forget before " + offsets.get("0-of-1").position());
        }
      };
    }

    @Override
    public SplitReader<Long> reader(OffsetRange range) {
      events.add("read");
      return inner.reader(range);
    }
  }

  private final class RecordingProcessor implements BatchProcessor<Long, Long> {
    @Override
    public Batch<Long> process(Batch<Long> batch, BatchContext context) {
      events.add("process " + context.info().id());
      return batch;
    }

    @Override
    public void save(StateWriter out) {
      events.add("save");
    }

    @Override
    public void restore(StateReader in) {
      events.add("restore");
    }

    @Override
    public void committed(long batchId) {
      events.add("committed " + batchId);
    }
  }

  private final class RecordingSink implements Sink<Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public SinkWriter<Long> open(SinkContext context) {
      events.add("open sink after " + context.committed());
      return new SinkWriter<>() {
        @Override
        public void stage(long batchId, Batch<Long> batch) {
          batch.count();
          events.add("staged " + batchId);
        }

        @Override
        public void publish(long batchId) {
          events.add("publish " + batchId);
        }

        @Override
        public void discard(long firstBatchId) {
          events.add("discard " + firstBatchId);
        }
      };
    }

    @Override
    public Delivery delivery() {
      return Delivery.EXACTLY_ONCE;
    }
  }
}
