package dev.millrace.notebooks;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.drift.DriftDetector;
import dev.millrace.ml.drift.PageHinkley;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers where a drift detector has signalled, and hands it on without the time of the clock, so
 * that equal rows give equal output. An operator with state of its own.
 */
public final class DriftLog implements BatchProcessor<Drift, DriftLog.Alarm> {
  private final List<Long> rows = new ArrayList<>();

  /**
   * @param row which row with a label it was, from 1
   * @param value what the detector was given
   */
  public record Alarm(long row, double value) {}

  /** Signals when a mean log loss rises by more than 0.05, once 25 beyond that have added up. */
  public static DriftDetector detector() {
    return new PageHinkley(
        PageHinkley.Options.defaults().withDelta(0.05).withThreshold(25).withForgetting(1));
  }

  @Override
  public synchronized Batch<Alarm> process(Batch<Drift> batch, BatchContext context) {
    List<Alarm> alarms = new ArrayList<>();
    for (Drift drift : batch.collect()) {
      rows.add(drift.position());
      alarms.add(new Alarm(drift.position(), drift.value()));
    }
    return context.engine().of(List.of(alarms));
  }

  /** The rows at which there was a signal, the first row being 1. */
  public synchronized List<Long> rows() {
    return List.copyOf(rows);
  }

  /** The same in a sentence. */
  public synchronized String note() {
    return rows.isEmpty() ? "No drift was seen." : "Drift was seen at the rows " + rows + ".";
  }

  @Override
  public synchronized void save(StateWriter out) {
    out.put("rows", rows.stream().mapToLong(Long::longValue).toArray());
  }

  @Override
  public synchronized void restore(StateReader in) {
    for (long row : in.getLongs("rows")) {
      rows.add(row);
    }
  }
}
