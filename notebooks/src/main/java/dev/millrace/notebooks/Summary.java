package dev.millrace.notebooks;

import dev.millrace.ml.evaluate.LearnerReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How an example pipeline has done.
 *
 * @param rows how many rows were scored
 * @param figures what else there is to know, in the order of the names
 * @param shown which of the learners' figures are worth a column
 * @param learners the learners, in order
 * @param notes what a reader must know in order not to be misled
 */
public record Summary(
    long rows,
    Map<String, Double> figures,
    List<String> shown,
    List<Learner> learners,
    List<String> notes) {
  public Summary {
    figures = Collections.unmodifiableMap(new TreeMap<>(figures));
    shown = List.copyOf(shown);
    learners = List.copyOf(learners);
    notes = List.copyOf(notes);
  }

  /**
   * How one learner has done.
   *
   * @param metrics its figures by name
   * @param modelVersion of its newest durable model
   */
  public record Learner(String name, Map<String, Double> metrics, long modelVersion) {
    public Learner {
      metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** What a report says. */
    public static Learner of(LearnerReport report) {
      return new Learner(report.name(), report.cumulative(), report.modelVersion());
    }

    /** With one more figure. */
    public Learner with(String metric, double value) {
      Map<String, Double> more = new LinkedHashMap<>(metrics);
      more.put(metric, value);
      return new Learner(name, more, modelVersion);
    }
  }

  /** A line per figure, learner and note. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add("rows " + rows);
    figures.forEach((name, value) -> lines.add(name + " " + value));
    learners.forEach(learner -> lines.add(learner.name() + " " + learner.metrics()));
    lines.addAll(notes);
    return String.join("\n", lines);
  }
}
