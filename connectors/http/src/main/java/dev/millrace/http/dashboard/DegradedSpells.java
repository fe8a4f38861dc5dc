package dev.millrace.http.dashboard;

import dev.millrace.core.observe.BatchReport;
import java.util.Optional;

/** Makes two marks of any number of degraded batches that follow each other. Not thread-safe. */
final class DegradedSpells {
  private long batches;
  private long skippedRows;

  /** What is to be marked of a batch: the first of a spell, or the first after it. */
  Optional<Mark> add(BatchReport report) {
    if (report.degraded()) {
      skippedRows += Totals.skippedRows(report);
      return batches++ > 0 ? Optional.empty() : Optional.of(markOf(report, "is degraded"));
    }
    if (batches == 0) {
      return Optional.empty();
    }
    String over =
        "is whole again, after "
            + batches
            + " degraded ones, of which "
            + skippedRows
            + " rows were not learned";
    batches = 0;
    skippedRows = 0;
    return Optional.of(markOf(report, over));
  }

  private static Mark markOf(BatchReport report, String what) {
    return new Mark(
        report.batchTime(), Mark.Kind.DEGRADED, "batch " + report.batchId() + " " + what);
  }
}
