package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.notebooks.Summary;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows how learners have done, side by side. */
final class Results {
  /** The figures that have a column; the JSON has all. */
  static final List<String> SHOWN =
      List.of(
          "accuracy",
          "kappa",
          "kappaTemporal",
          "f1",
          "logLoss",
          "rocAuc",
          "prAuc",
          "mae",
          "rmse",
          "r2",
          "wcss");

  private static final Map<String, String> TITLES =
      Map.of(
          "rocAuc", "ROC AUC",
          "prAuc", "PR AUC",
          "f1", "F1",
          "mae", "MAE",
          "rmse", "RMSE",
          "r2", "R2");

  private Results() {}

  /** A row per learner, a column per figure that any of them has. */
  static void print(PrintWriter out, List<String> shown, List<Summary.Learner> learners) {
    List<String> columns =
        shown.stream()
            .filter(name -> learners.stream().anyMatch(l -> l.metrics().containsKey(name)))
            .toList();
    List<String> header = new ArrayList<>(List.of("learner"));
    columns.forEach(name -> header.add(title(name)));
    TextTable table = new TextTable(1, header);
    for (Summary.Learner learner : learners) {
      List<String> row = new ArrayList<>(List.of(learner.name()));
      columns.forEach(name -> row.add(number(learner.metrics().getOrDefault(name, Double.NaN))));
      table.row(row);
    }
    table.print(out);
  }

  /** {@code "learners": [{"name": …, "metrics": {…}, "modelVersion": …}]}. */
  static ArrayNode addTo(ObjectNode object, List<Summary.Learner> learners) {
    ArrayNode array = object.putArray("learners");
    for (Summary.Learner learner : learners) {
      ObjectNode one = array.addObject().put("name", learner.name());
      ObjectNode metrics = one.putObject("metrics");
      learner.metrics().forEach((name, value) -> Json.put(metrics, name, value));
      one.put("modelVersion", learner.modelVersion());
    }
    return array;
  }

  /** {@code kappaTemporal} as {@code kappa temporal}. */
  static String title(String name) {
    String known = TITLES.get(name);
    return known != null
        ? known
        : name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
  }

  /** {@code 1 batch}, {@code 1,234 batches}. */
  static String count(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }

  static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) >= 2;
    return String.format(Locale.ROOT, whole || Math.abs(value) >= 10_000 ? "%,.0f" : "%.4f", value);
  }
}
