package dev.millrace.http.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static History of(int capacity, int batches) {
    History history = new History(capacity);
    for (int i = 0; i < batches; i++) {
      history.next(i, Instant.ofEpochMilli(1_000L * i));
      history.put("rows", Column.Merge.SUM, i);
      history.put("millis", Column.Merge.MEAN, i);
      history.put("state", Column.Merge.LAST, i);
      if (i % 100 == 0) {
        history.put("seldom", Column.Merge.LAST, i);
      }
    }
    return history;
  }

  @Test
  void shouldKeepEachBatchWhileThereIsRoom() {
    History history = of(10, 10);
    assertEquals(10, history.size());
    assertEquals(1, history.stride());
    assertEquals(7, history.get("rows", 7));
  }

  @Test
  void shouldHoldTenThousandBatchesInBoundedMemory() {
    int batches = 10_007;
    History history = of(64, batches);
    assertTrue(history.size() > 32 && history.size() <= 64, "" + history.size());
    assertEquals(256, history.stride());
    double rows = 0;
    double count = 0;
    for (int point = 0; point < history.size(); point++) {
      rows += history.get("rows", point);
      count += history.get("batches", point);
      double last = Math.min(256 * (point + 1), batches) - 1;
      assertEquals(last, history.get("state", point));
      assertEquals((256 * point + last) / 2, history.get("millis", point), 1e-9);
      assertEquals(Math.floor(last / 100) * 100, history.get("seldom", point));
    }
    assertEquals((batches - 1.0) * batches / 2, rows);
    assertEquals(batches, count);
  }

  @Test
  void shouldTakeNoMoreSeriesThanItCanHold() {
    History history = of(4, 1);
    for (int i = 0; i < 2_000; i++) {
      history.put("series" + i, Column.Merge.LAST, i);
    }
    assertEquals(Double.NaN, history.get("series1999", 0));
    assertEquals(3, history.get("series3", 0));
  }
}
