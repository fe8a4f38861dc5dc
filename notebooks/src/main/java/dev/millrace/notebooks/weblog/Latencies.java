package dev.millrace.notebooks.weblog;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.file.WebLogEntry;
import dev.millrace.ml.metric.LatencyHistogram;
import java.time.Duration;

/** How long all answers took, as far as the log tells. Hands the entries on. */
final class Latencies implements BatchProcessor<WebLogEntry, WebLogEntry> {
  private final LatencyHistogram all = new LatencyHistogram();

  /** Counts how long an answer took, if the log tells. */
  static void count(WebLogEntry entry, LatencyHistogram latencies) {
    if (entry.seconds() >= 0) {
      latencies.add(Math.round(entry.seconds() * 1e6));
    }
  }

  /** Seconds in the mean; NaN if there are no latencies. */
  static double mean(LatencyHistogram latencies) {
    return latencies.count() == 0 ? Double.NaN : seconds(latencies.mean());
  }

  /** Seconds that 95 of 100 do not exceed, within 1.6 %; NaN if there are no latencies. */
  static double p95(LatencyHistogram latencies) {
    return latencies.count() == 0 ? Double.NaN : seconds(latencies.quantile(0.95));
  }

  private static double seconds(Duration duration) {
    return duration.toSeconds() + duration.toNanosPart() / 1e9;
  }

  @Override
  public synchronized Batch<WebLogEntry> process(Batch<WebLogEntry> batch, BatchContext context) {
    batch.collect().forEach(entry -> count(entry, all));
    return batch;
  }

  /** Whether the log tells. */
  synchronized boolean known() {
    return all.count() > 0;
  }

  synchronized double mean() {
    return mean(all);
  }

  synchronized double p95() {
    return p95(all);
  }

  @Override
  public synchronized void save(StateWriter out) {
    all.save(out);
  }

  @Override
  public synchronized void restore(StateReader in) {
    all.restore(in);
  }
}
