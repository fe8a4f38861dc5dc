package dev.millrace.notebooks.weblog;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.file.WebLogEntry;
import java.util.List;

/**
 * Raises an alert in the very batch in which more requests fail than chance explains. What is
 * normal is learned: the share of errors, in which each batch counts for a tenth, and of which the
 * errors of a batch may be three standard deviations above. An operator with state of its own.
 */
final class ErrorAlarm implements BatchProcessor<WebLogEntry, ErrorAlarm.Alert> {
  private static final double NEWEST = 0.1;
  private static final double DEVIATIONS = 3;

  private double rate = Double.NaN;
  private long alerts;

  /**
   * @param batch whose requests they are
   * @param limit how many errors there might have been
   */
  record Alert(long batch, long requests, long errors, double limit) {}

  @Override
  public synchronized Batch<Alert> process(Batch<WebLogEntry> batch, BatchContext context) {
    List<WebLogEntry> entries = batch.collect();
    long errors = entries.stream().filter(Site::failed).count();
    double limit = limit(entries.size());
    if (!entries.isEmpty()) {
      double share = (double) errors / entries.size();
      rate = Double.isNaN(rate) ? share : rate + NEWEST * (share - rate);
    }
    if (errors <= limit) {
      return context.engine().of(List.of(List.of()));
    }
    alerts++;
    Alert alert = new Alert(context.info().id(), entries.size(), errors, limit);
    return context.engine().of(List.of(List.of(alert)));
  }

  /** How many of so many requests may fail; all of them before anything is known. */
  private double limit(int requests) {
    if (Double.isNaN(rate)) {
      return requests;
    }
    return requests * rate + DEVIATIONS * Math.sqrt(requests * rate * (1 - rate));
  }

  /** How many alerts there were. */
  synchronized long alerts() {
    return alerts;
  }

  /** The share of requests that normally fail; NaN before there were any. */
  synchronized double rate() {
    return rate;
  }

  @Override
  public synchronized void save(StateWriter out) {
    out.put("rate", rate).put("alerts", alerts);
  }

  @Override
  public synchronized void restore(StateReader in) {
    rate = in.getDouble("rate");
    alerts = in.getLong("alerts");
  }
}
