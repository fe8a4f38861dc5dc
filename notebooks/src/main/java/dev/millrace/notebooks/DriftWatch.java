package dev.millrace.notebooks;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.drift.DriftDetector;
import dev.millrace.ml.drift.PageHinkley;
import dev.millrace.ml.stream.Scored;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches what a learner of two classes says, and gives an alarm when its log loss rises: what it
 * has learned does not hold any longer. An operator with state of its own.
 */
public final class DriftWatch<T> implements BatchProcessor<Scored<T>, DriftWatch.Alarm> {
  private static final double LEAST_PROBABILITY = 1e-15;

  private final String learner;
  private final DriftDetector detector;
  private final List<Long> alarms = new ArrayList<>();
  private long rows;

  /**
   * @param row which row with a label it was, from 1
   * @param probability that the learner gave that row's second class
   * @param truth the class that it was of
   */
  public record Alarm(long row, double probability, String truth) {}

  /**
   * @param learner whom to watch
   * @param tolerance by how much the mean log loss may rise without an alarm, >= 0
   * @param threshold how much loss beyond that must have added up, > 0
   */
  public DriftWatch(String learner, double tolerance, double threshold) {
    this.learner = learner;
    detector =
        new PageHinkley(
            PageHinkley.Options.defaults()
                .withDelta(tolerance)
                .withThreshold(threshold)
                .withForgetting(1));
  }

  @Override
  public synchronized Batch<Alarm> process(Batch<Scored<T>> batch, BatchContext context) {
    List<Alarm> raised = new ArrayList<>();
    for (Scored<T> scored : batch.collect()) {
      if (scored.hasLabel()) {
        rows++;
        double said = scored.output(learner);
        double right = scored.label() == 1 ? said : 1 - said;
        if (detector.update(-Math.log(Math.max(LEAST_PROBABILITY, right)))) {
          alarms.add(rows);
          raised.add(new Alarm(rows, said, scored.labelClass()));
        }
      }
    }
    return context.engine().of(List.of(raised));
  }

  /** The rows at which there was an alarm, the first row being 1. */
  public synchronized List<Long> alarms() {
    return List.copyOf(alarms);
  }

  @Override
  public synchronized void save(StateWriter out) {
    out.put("rows", rows)
        .put("alarms", alarms.stream().mapToLong(Long::longValue).toArray())
        .put("detector", detector::save);
  }

  @Override
  public synchronized void restore(StateReader in) {
    rows = in.getLong("rows");
    for (long alarm : in.getLongs("alarms")) {
      alarms.add(alarm);
    }
    detector.restore(in.get("detector"));
  }
}
