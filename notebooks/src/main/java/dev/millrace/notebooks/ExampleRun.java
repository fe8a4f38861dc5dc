package dev.millrace.notebooks;

import java.util.List;
import java.util.Map;

/**
 * What a run of an example pipeline came to.
 *
 * <pre>{@code
 * ExampleRun run = ChurnPipeline.run();
 * System.out.println(run.summary());
 * double[] curve = run.curve("champion", "rocAuc"); // over the last rows, batch by batch
 * double[] said = run.output("predictions").numbers("probability");
 * }</pre>
 *
 * @param summary the same that the command line shows
 * @param points how every learner had done after every batch, batch by batch
 * @param outputs what was written, by the name of the directory: {@code predictions} and others
 */
public record ExampleRun(Summary summary, List<Point> points, Map<String, Table> outputs) {
  public ExampleRun {
    points = List.copyOf(points);
    outputs = Map.copyOf(outputs);
  }

  /**
   * How a learner had done after a batch.
   *
   * @param batch from 0
   * @param rows that had come by then
   * @param cumulative figures by name, over all rows
   * @param sliding the same over the last rows
   */
  public record Point(
      long batch,
      long rows,
      String learner,
      Map<String, Double> cumulative,
      Map<String, Double> sliding) {}

  /**
   * A figure of a learner over the last rows, after each batch.
   *
   * @throws IllegalArgumentException if there is none
   */
  public double[] curve(String learner, String metric) {
    List<Point> of = points.stream().filter(point -> point.learner().equals(learner)).toList();
    if (of.isEmpty() || !of.get(0).sliding().containsKey(metric)) {
      throw new IllegalArgumentException(
          "no figure '"
              + metric
              + "' of a learner '"
              + learner
              + "'; learners are "
              + points.stream().map(Point::learner).distinct().toList());
    }
    return of.stream().mapToDouble(point -> point.sliding().get(metric)).toArray();
  }

  /**
   * What was written under a name.
   *
   * @throws IllegalArgumentException naming the outputs there are
   */
  public Table output(String name) {
    Table table = outputs.get(name);
    if (table == null) {
      throw new IllegalArgumentException(
          "no output '" + name + "'; there are " + outputs.keySet().stream().sorted().toList());
    }
    return table;
  }
}
