package dev.millrace.core.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressListenerTest {
  private final ManualClock clock = new ManualClock();
  private final StringBuilder out = new StringBuilder();

  private static BatchReport report(long batchId, long rows, long deadLetters, double progress) {
    return new BatchReport(
        batchId,
        Instant.EPOCH,
        Map.of("in", rows),
        deadLetters,
        List.of(),
        Map.of(),
        Duration.ofMillis(1),
        Duration.ZERO,
        Duration.ofMillis(12),
        Duration.ofMillis(4),
        List.of(),
        Map.of("counts", 1234L),
        Map.of(),
        false,
        Map.of(),
        Map.of(),
        Map.of(),
        11_300,
        Duration.ofMillis(3),
        true,
        progress);
  }

  private ProgressListener started(ProgressListener listener) {
    ProgressListener timed = listener.withClock(clock);
    timed.onStart(
        new PipelineStart("p", 1, -1, List.of(), Optional.empty(), new PipelineGraph(List.of())));
    return timed;
  }

  @Test
  void shouldWriteALineEveryNBatches() {
    ProgressListener listener = started(ProgressListener.lines(out, 2));
    clock.advance(Duration.ofMillis(500));
    listener.onBatch(report(0, 4000, 0, Double.NaN));
    assertEquals("", out.toString());
    clock.advance(Duration.ofMillis(500));
    listener.onBatch(report(1, 8000, 3, Double.NaN));
    assertEquals(
        "batch 1: 12,000 rows in 2 batches, 12,000 rows/s, processing 12 ms, commit 4.0 ms,"
            + " delay 1.0 ms, state 1,234 rows, checkpoint 12 kB, 3 dead letters\n",
        out.toString());
  }

  @Test
  void shouldDrawABarWhereTheEndIsKnown() {
    ProgressListener listener = started(ProgressListener.bar(out));
    listener.onBatch(report(0, 100, 0, 0));
    clock.advance(Duration.ofSeconds(1));
    listener.onBatch(report(1, 400, 0, 0.125));
    clock.advance(Duration.ofSeconds(1));
    listener.onBatch(report(2, 500, 0, 0.25));
    clock.advance(Duration.ofMillis(10));
    listener.onBatch(report(3, 1000, 0, 0.5));
    clock.advance(Duration.ofMillis(1990));
    listener.onBatch(report(4, 2000, 1, 1));
    listener.onStop();
    List<String> drawn = List.of(out.toString().split("\r"));
    assertEquals(5, drawn.size());
    assertEquals("[====>                         ]  12 %   500 rows   500 rows/s", drawn.get(2));
    assertEquals(
        "[========>                     ]  25 %   1,000 rows   500 rows/s   6 s left",
        drawn.get(3));
    assertEquals(
        "[==============================] 100 %   4,000 rows   1,000 rows/s   1 dead letter\n",
        drawn.get(4));
  }

  @Test
  void shouldShowRowsAloneWhereTheEndIsUnknown() {
    ProgressListener listener = started(ProgressListener.bar(out));
    clock.advance(Duration.ofSeconds(2));
    listener.onBatch(report(0, 100, 0, Double.NaN));
    listener.onFailure(new IllegalStateException());
    assertEquals("\r   100 rows   50 rows/s\n", out.toString());
  }

  @Test
  void shouldRefuseALineEveryZeroBatches() {
    assertThrows(ConfigurationException.class, () -> ProgressListener.lines(out, 0));
  }
}
