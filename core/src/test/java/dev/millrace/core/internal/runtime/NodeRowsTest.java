package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.PipelineGraph;
import dev.millrace.core.observe.PipelineStart;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeRowsTest {
  private final List<PipelineStart> starts = new ArrayList<>();
  private final List<BatchReport> reports = new ArrayList<>();

  /** Wants to know of every second batch. */
  private final class Observer implements StreamingListener {
    private boolean wanted;

    @Override
    public void onStart(PipelineStart start) {
      starts.add(start);
    }

    @Override
    public boolean wantsNodeRows() {
      wanted = !wanted;
      return wanted;
    }

    @Override
    public void onBatch(BatchReport report) {
      reports.add(report);
    }
  }

  private void run(Trigger trigger) throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("counted")
            .withTrigger(trigger)
            .withMaxBatchRecords(10)
            .withoutShutdownHook();
    try (StreamingContext context = StreamingContext.create(config)) {
      var numbers = context.source("numbers", GeneratorSource.bounded(20, i -> i)).map(i -> i + 1);
      numbers.filter(i -> i % 2 == 0).named("even").to("out", new MemorySink<>());
      numbers
          .flatMap(
              (i, out) -> {
                out.emit(i);
                out.emit(-i);
              })
          .to("both", new MemorySink<>());
      context.listen(new Observer());
      context.start();
      context.awaitTermination();
    }
  }

  @Test
  void shouldSayWhatThePipelineComputes() throws Exception {
    run(Trigger.interval(Duration.ofMillis(1)));
    assertEquals(Optional.of(Duration.ofMillis(1)), starts.get(0).batchInterval());
    assertEquals(
        List.of(
            new PipelineGraph.Node(0, "source", "numbers", List.of()),
            new PipelineGraph.Node(1, "map", "map", List.of(0)),
            new PipelineGraph.Node(2, "filter", "even", List.of(1)),
            new PipelineGraph.Node(3, "flatMap", "flatMap", List.of(1)),
            new PipelineGraph.Node(4, "sink", "out", List.of(2)),
            new PipelineGraph.Node(5, "sink", "both", List.of(3))),
        starts.get(0).graph().nodes());
  }

  @Test
  void shouldCountWhatComesOutOfEachNodeWhenAsked() throws Exception {
    run(Trigger.availableNow());
    assertEquals(Optional.empty(), starts.get(0).batchInterval());
    assertEquals(Map.of(0, 10L, 1, 10L, 2, 5L, 3, 20L), reports.get(0).nodeRows());
    assertEquals(Map.of(), reports.get(1).nodeRows());
  }
}
