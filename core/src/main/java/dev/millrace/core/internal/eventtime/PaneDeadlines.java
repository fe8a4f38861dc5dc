package dev.millrace.core.internal.eventtime;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.state.Deadlines;
import java.util.List;

/** A key is due when the next of its windows is complete or is to be forgotten. */
record PaneDeadlines<A>(WindowRules rules) implements Deadlines<List<Pane<A>>> {
  private static final long AT_NEXT = 0;

  @Override
  public long eventTime(List<Pane<A>> panes) {
    long first = NEVER;
    for (Pane<A> pane : panes) {
      first = Math.min(first, pane.complete() ? pane.end() + rules.lateness() : pane.end());
    }
    return first;
  }

  @Override
  public long processing(List<Pane<A>> panes) {
    if (rules.everyBatches() > 0) {
      for (Pane<A> pane : panes) {
        if (!pane.complete() && pane.unshown() > 0) {
          return AT_NEXT;
        }
      }
    }
    return NEVER;
  }

  /** Comes to {@link #AT_NEXT} at those batches at which windows are shown. */
  @Override
  public long progress(BatchInfo batch) {
    return rules.showsAt(batch) ? AT_NEXT : AT_NEXT - 1;
  }
}
