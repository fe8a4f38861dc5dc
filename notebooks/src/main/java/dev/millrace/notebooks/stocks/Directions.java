package dev.millrace.notebooks.stocks;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.stream.Scored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often the sign of a forecast was that of the return, among the bars after which the price did
 * move; a forecast of exactly zero is wrong. An operator with state of its own: the counts are in
 * the checkpoint, so they go on after a crash.
 */
final class Directions implements BatchProcessor<Scored<Step>, Scored<Step>> {
  private final Map<String, Long> hits = new TreeMap<>();
  private long moves;

  @Override
  public synchronized Batch<Scored<Step>> process(Batch<Scored<Step>> batch, BatchContext context) {
    for (Scored<Step> scored : batch.collect()) {
      if (scored.label() != 0) {
        moves++;
        for (String learner : scored.learners()) {
          boolean hit = Math.signum(scored.output(learner)) == Math.signum(scored.label());
          hits.merge(learner, hit ? 1L : 0L, Long::sum);
        }
      }
    }
    return batch;
  }

  /** The share of a learner's forecasts whose sign was right; NaN before the price has moved. */
  synchronized double accuracy(String learner) {
    return hits.getOrDefault(learner, 0L) / (double) moves;
  }

  @Override
  public synchronized void save(StateWriter out) {
    out.put("moves", moves)
        .put("learners", new ArrayList<>(hits.keySet()))
        .put("hits", hits.values().stream().mapToLong(Long::longValue).toArray());
  }

  @Override
  public synchronized void restore(StateReader in) {
    moves = in.getLong("moves");
    List<String> learners = in.getStrings("learners");
    long[] counts = in.getLongs("hits");
    for (int i = 0; i < learners.size(); i++) {
      hits.put(learners.get(i), counts[i]);
    }
  }
}
