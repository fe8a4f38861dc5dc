package dev.millrace.notebooks.weblog;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.time.EventTime;
import dev.millrace.file.WebLogEntry;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * Counts the requests of each batch that fail, beside how many normally do. What is normal is
 * learned: the share of errors, in which each batch counts for a tenth. An operator with state of
 * its own.
 */
final class ErrorMeter implements BatchProcessor<WebLogEntry, ErrorMeter.Errors> {
  /** More standard deviations above what is normal than chance explains. */
  static final double TOO_MANY = 3;

  private static final double NEWEST = 0.1;

  private double rate = Double.NaN;
  private long newestMillis = Long.MIN_VALUE;
  private long unusual;

  /**
   * The errors of a batch.
   *
   * @param time of its newest request, and later than that of the batch before
   * @param normal how many errors so many requests normally have; NaN before anything is known
   * @param deviations how many standard deviations above that, of at least one error each
   */
  record Errors(
      long batch, Instant time, long requests, long errors, double normal, double deviations)
      implements Serializable {
    /** Nothing earlier comes after it, so rules see it in its own batch. */
    static EventTime<Errors> clock() {
      return EventTime.of(Errors::time).withWatermarks((errors, millis) -> millis + 1);
    }
  }

  @Override
  public synchronized Batch<Errors> process(Batch<WebLogEntry> batch, BatchContext context) {
    List<WebLogEntry> entries = batch.collect();
    return context
        .engine()
        .of(List.of(entries.isEmpty() ? List.of() : List.of(of(context.info().id(), entries))));
  }

  private Errors of(long batch, List<WebLogEntry> entries) {
    int requests = entries.size();
    newestMillis++;
    long failed = entries.stream().filter(Site::failed).count();
    for (WebLogEntry entry : entries) {
      newestMillis = Math.max(newestMillis, entry.time().toEpochMilli());
    }
    double normal = requests * rate;
    double deviations = (failed - normal) / Math.sqrt(Math.max(1, normal * (1 - rate)));
    unusual += deviations >= TOO_MANY ? 1 : 0;
    double share = (double) failed / requests;
    rate = Double.isNaN(rate) ? share : rate + NEWEST * (share - rate);
    Instant time = Instant.ofEpochMilli(newestMillis);
    return new Errors(batch, time, requests, failed, normal, deviations);
  }

  /** How many batches had more errors than chance explains. */
  synchronized long unusual() {
    return unusual;
  }

  /** The share of requests that normally fail; NaN before there were any. */
  synchronized double rate() {
    return rate;
  }

  @Override
  public synchronized void save(StateWriter out) {
    out.put("rate", rate).put("unusual", unusual).put("newest", newestMillis);
  }

  @Override
  public synchronized void restore(StateReader in) {
    rate = in.getDouble("rate");
    unusual = in.getLong("unusual");
    newestMillis = in.getLong("newest");
  }
}
