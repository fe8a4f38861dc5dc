package dev.millrace.http.dashboard;

import dev.millrace.core.observe.BatchReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What batches did, on its way from the pipeline's thread to the dashboard's. Putting in never
 * waits; when nobody takes out, the oldest are forgotten, and only their totals are kept.
 */
final class Inbox {
  static final int CAPACITY = 1_024;

  /** Some batches, and the totals up to the last of them. */
  record Contents(List<BatchReport> batches, Totals totals) {}

  private final ArrayDeque<BatchReport> batches = new ArrayDeque<>();
  private Totals totals = Totals.NONE;
  private boolean urgent;
  private long takenNanos = System.nanoTime();

  synchronized void put(BatchReport report) {
    if (batches.isEmpty()) {
      // Only the first changes how long who takes has to wait; to wake it with every batch would
      // take a core from the pipeline each time.
      notifyAll();
    } else if (batches.size() == CAPACITY) {
      batches.removeFirst();
    }
    batches.addLast(report);
    totals = totals.plus(report);
  }

  /** Has {@link #take} return at once. */
  synchronized void hurry() {
    urgent = true;
    notifyAll();
  }

  /**
   * Takes all there is.
   *
   * @param pause how long after the last time at the earliest, unless hurried; milliseconds
   * @param longest how long after the last time even if there is nothing; milliseconds
   */
  synchronized Contents take(long pause, long longest) throws InterruptedException {
    while (!urgent) {
      long left = (batches.isEmpty() ? longest : pause) - passedMillis();
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    urgent = false;
    takenNanos = System.nanoTime();
    Contents contents = new Contents(new ArrayList<>(batches), totals);
    batches.clear();
    return contents;
  }

  private long passedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - takenNanos);
  }
}
