package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.testing.CollectingSink;
import dev.millrace.core.testing.StreamTestDriver;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinkFailureTest {
  private final QueueSource<String> words = QueueSource.create();
  private final CollectingSink<String> sink = new CollectingSink<>();

  private void describe(StreamingContext context) {
    context.source("words", words).to("out", sink);
  }

  @Test
  void shouldTryToPublishAgain() {
    try (StreamTestDriver driver = StreamTestDriver.of(this::describe)) {
      words.push("a");
      sink.failPublishing(3);
      driver.runBatch();
      assertEquals(List.of("a"), sink.records());
    }
  }

  @Test
  void shouldStopWhenPublishingKeepsFailingAndPublishAtTheNextStart() {
    try (StreamTestDriver driver = StreamTestDriver.of(this::describe)) {
      words.push("a");
      driver.runBatch();
      words.push("b");
      sink.failPublishing(4);
      MillraceException failure = assertThrows(MillraceException.class, driver::runBatch);
      assertTrue(failure.getMessage().contains("sink 'out'"), failure.getMessage());
      assertTrue(failure.getMessage().contains("publish batch 1"), failure.getMessage());
      assertEquals(List.of("a"), sink.records());
      words.push("c");
      driver.recover();
      assertEquals(List.of("a", "b"), sink.records());
      driver.runBatch();
      assertEquals(List.of("a", "b", "c"), sink.records());
      assertEquals(List.of(0L, 1L, 2L), sink.batchIds());
    }
  }

  @Test
  void shouldRedoABatchThatCouldNotBeStaged() {
    try (StreamTestDriver driver = StreamTestDriver.of(this::describe)) {
      words.push("a");
      sink.failStaging(1);
      MillraceException failure = assertThrows(MillraceException.class, driver::runBatch);
      assertTrue(failure.getMessage().contains("batch 0 failed"), failure.getMessage());
      words.push("b");
      driver.recover();
      assertEquals(1, driver.runBatch().records());
      assertEquals(List.of("a"), sink.records());
    }
  }
}
