package dev.millrace.notebooks.weblog;

import dev.millrace.core.DStream;
import dev.millrace.core.EventTimeDStream;
import dev.millrace.core.KeyValue;
import dev.millrace.core.function.Aggregation;
import dev.millrace.core.function.KeyExtractor;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.window.TumblingWindow;
import dev.millrace.core.window.WindowResult;
import dev.millrace.file.WebLogEntry;
import dev.millrace.ml.metric.LatencyHistogram;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * What a part of the site had to do in a window of time.
 *
 * @param part a path, or a section of the site
 * @param start of the window
 * @param errors answers with a status of 400 or more
 * @param meanSeconds that an answer took; NaN where the log does not say
 * @param p95Seconds that 95 of 100 answers took at most, within 1.6 %; NaN likewise
 */
record Load(
    String part,
    Instant start,
    long requests,
    long errors,
    long bytes,
    double meanSeconds,
    double p95Seconds)
    implements Serializable {
  private static final int LEAST_REQUESTS = 20;

  /**
   * The loads of all parts that were asked for anything, when a window is over.
   *
   * @param entries with event time
   * @param part that an entry belongs to
   */
  static DStream<Load> of(
      EventTimeDStream<WebLogEntry> entries,
      KeyExtractor<WebLogEntry, String> part,
      Duration window,
      String name) {
    return entries
        .keyBy(part, StateCodecs.string())
        .window(TumblingWindow.of(window))
        .aggregate(
            StateCodecs.pair(StateCodecs.record(Sum.class), LatencyHistogram.codec()),
            Aggregation.of(Load::none, Load::with, Load::plus, sums -> sums))
        .named(name)
        .results()
        .map(Load::of);
  }

  private static Load of(WindowResult<String, KeyValue<Sum, LatencyHistogram>> window) {
    Sum sum = window.value().key();
    LatencyHistogram took = window.value().value();
    return new Load(
        window.key(),
        window.start(),
        sum.requests,
        sum.errors,
        sum.bytes,
        Latencies.mean(took),
        Latencies.p95(took));
  }

  /** The share of answers that were errors; NaN of so few requests that it says nothing. */
  double errorRate() {
    return requests < LEAST_REQUESTS ? Double.NaN : (double) errors / requests;
  }

  /** {@link #p95Seconds}; NaN of so few requests that it says nothing. */
  double slowness() {
    return requests < LEAST_REQUESTS ? Double.NaN : p95Seconds;
  }

  /** What is counted in a window while it lasts. */
  record Sum(long requests, long errors, long bytes) implements Serializable {
    Sum plus(long moreRequests, long moreErrors, long moreBytes) {
      return new Sum(requests + moreRequests, errors + moreErrors, bytes + moreBytes);
    }
  }

  private static KeyValue<Sum, LatencyHistogram> none() {
    return new KeyValue<>(new Sum(0, 0, 0), new LatencyHistogram());
  }

  private static KeyValue<Sum, LatencyHistogram> with(
      KeyValue<Sum, LatencyHistogram> sums, WebLogEntry entry) {
    Latencies.count(entry, sums.value());
    long error = Site.failed(entry) ? 1 : 0;
    return new KeyValue<>(sums.key().plus(1, error, entry.bytes()), sums.value());
  }

  private static KeyValue<Sum, LatencyHistogram> plus(
      KeyValue<Sum, LatencyHistogram> left, KeyValue<Sum, LatencyHistogram> right) {
    left.value().add(right.value());
    Sum more = right.key();
    return new KeyValue<>(left.key().plus(more.requests, more.errors, more.bytes), left.value());
  }
}
