package dev.millrace.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.state.StateUsage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What all batches of a run did together.
 *
 * @param degraded how many batches were
 * @param skippedRows how many rows were not learned for that
 * @param budgets what each named operator takes after the newest batch, and gave up in all of them
 */
record Totals(
    long batches,
    long rows,
    long deadLetters,
    long degraded,
    long skippedRows,
    Map<String, StateUsage> budgets) {
  static final Totals NONE = new Totals(0, 0, 0, 0, 0, Map.of());

  Totals plus(BatchReport report) {
    return new Totals(
        batches + 1,
        rows + report.records(),
        deadLetters + report.deadLetters(),
        degraded + (report.degraded() ? 1 : 0),
        skippedRows + skippedRows(report),
        report.stateUsage().isEmpty() ? budgets : budgetsAfter(report.stateUsage()));
  }

  /** How many rows of a batch were not learned because it was degraded. */
  static long skippedRows(BatchReport report) {
    return report.skippedRows().values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<String, StateUsage> budgetsAfter(Map<String, StateUsage> newest) {
    Map<String, StateUsage> after = new LinkedHashMap<>(budgets);
    newest.forEach((name, usage) -> after.merge(name, usage, Totals::then));
    return after;
  }

  private static StateUsage then(StateUsage before, StateUsage newest) {
    return new StateUsage(
        newest.bytes(),
        newest.maxBytes(),
        newest.spilledBytes(),
        before.evictedKeys() + newest.evictedKeys(),
        before.expiredKeys() + newest.expiredKeys(),
        before.refusedRecords() + newest.refusedRecords());
  }

  /** Writes fields. */
  void write(JsonGenerator out) throws IOException {
    out.writeNumberField("batches", batches);
    out.writeNumberField("rows", rows);
    out.writeNumberField("deadLetters", deadLetters);
    out.writeNumberField("degraded", degraded);
    out.writeNumberField("skipped", skippedRows);
    out.writeArrayFieldStart("budgets");
    for (Map.Entry<String, StateUsage> budget : budgets.entrySet()) {
      StateUsage usage = budget.getValue();
      out.writeStartObject();
      out.writeStringField("name", budget.getKey());
      out.writeNumberField("bytes", usage.bytes());
      if (usage.maxBytes() < Long.MAX_VALUE) {
        out.writeNumberField("maxBytes", usage.maxBytes());
      }
      out.writeNumberField("spilled", usage.spilledBytes());
      out.writeNumberField("evicted", usage.evictedKeys());
      out.writeNumberField("expired", usage.expiredKeys());
      out.writeNumberField("refused", usage.refusedRecords());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
