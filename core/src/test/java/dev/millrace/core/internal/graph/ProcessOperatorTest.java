package dev.millrace.core.internal.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.testing.StreamTestDriver;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessOperatorTest {
  private static final int ROWS = 5;

  /** Reads each batch twice, whatever it says. */
  private record Twice(boolean readsOnce) implements BatchProcessor<Long, Long> {
    @Override
    public Batch<Long> process(Batch<Long> batch, BatchContext context) {
      return context.engine().of(List.of(List.of(batch.count(), batch.count())));
    }

    @Override
    public void save(StateWriter out) {}

    @Override
    public void restore(StateReader in) {}
  }

  @ParameterizedTest
  @CsvSource({"false, 1", "true, 2"})
  void shouldKeepRowsForThoseAloneThatReadThemAgain(boolean readsOnce, int times) {
    AtomicInteger made = new AtomicInteger();
    MemorySink<Long> counts = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            context ->
                context
                    .source(
                        "rows", GeneratorSource.bounded(ROWS, i -> (long) made.incrementAndGet()))
                    .process(() -> new Twice(readsOnce))
                    .named("twice")
                    .to("counts", counts))) {
      driver.runBatch();
    }
    assertEquals(List.of((long) ROWS, (long) ROWS), counts.records());
    assertEquals(times * ROWS, made.get());
  }
}
