package dev.millrace.http.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.observe.BatchReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InboxTest {
  static BatchReport report(long batchId, long rows) {
    return new BatchReport(
        batchId,
        Instant.ofEpochMilli(1_000 * batchId),
        Map.of("in", rows),
        1,
        List.of(),
        Map.of(),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofMillis(5),
        Duration.ZERO,
        List.of(),
        Map.of(),
        Map.of(),
        false,
        Map.of(),
        Map.of(),
        Map.of(),
        0,
        Duration.ZERO,
        true,
        Double.NaN);
  }

  @Test
  void shouldForgetTheOldestBatchesAndKeepTheTotals() throws Exception {
    Inbox inbox = new Inbox();
    int batches = 3 * Inbox.CAPACITY;
    for (int i = 0; i < batches; i++) {
      inbox.put(report(i, 10));
    }
    Inbox.Contents contents = inbox.take(0, 0);
    assertEquals(Inbox.CAPACITY, contents.batches().size());
    assertEquals(batches - 1, contents.batches().get(Inbox.CAPACITY - 1).batchId());
    assertEquals(new Totals(batches, 10L * batches, batches, 0, 0, Map.of()), contents.totals());
  }

  @Test
  void shouldNotWaitWhenHurried() throws Exception {
    Inbox inbox = new Inbox();
    inbox.hurry();
    assertEquals(List.of(), inbox.take(3_600_000, 3_600_000).batches());
  }
}
