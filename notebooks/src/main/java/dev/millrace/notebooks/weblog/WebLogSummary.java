package dev.millrace.notebooks.weblog;

import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.notebooks.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What there is to know of a log, up to the newest commit. */
final class WebLogSummary {
  private WebLogSummary() {}

  static Summary of(PrequentialReport report, ErrorMeter meter, Latencies latencies) {
    Map<String, Double> figures = new TreeMap<>();
    figures.put("errorRate", meter.rate());
    figures.put("unusualBatches", (double) meter.unusual());
    List<String> notes = new ArrayList<>();
    notes.add(
        text(
            "%,d batches had more errors than chance explains; %.1f %% are normal now.",
            meter.unusual(), 100 * meter.rate()));
    if (latencies.known()) {
      double mean = latencies.mean();
      double p95 = latencies.p95();
      figures.put("meanSeconds", mean);
      figures.put("p95Seconds", p95);
      notes.add(text("Answers took %.3f s in the mean, 95 of 100 took %.3f s at most.", mean, p95));
    }
    return new Summary(
        report.rows(),
        figures,
        List.of("rocAuc", "prAuc", "logLoss"),
        report.learners().stream().map(Summary.Learner::of).toList(),
        notes);
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
