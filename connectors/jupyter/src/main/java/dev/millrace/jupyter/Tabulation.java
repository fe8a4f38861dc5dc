package dev.millrace.jupyter;

import dev.millrace.core.Batch;
import dev.millrace.core.DStream;
import dev.millrace.core.observe.PipelineGraph;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.ml.Model;
import dev.millrace.ml.cluster.KMeansModel;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.metric.ConfusionMatrix;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.stream.LearningStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells which values are tables, and makes them so. */
final class Tabulation {
  private Tabulation() {}

  /**
   * A value as a table; empty if it is none.
   *
   * @param limit how many rows are wanted at most; the table knows how many there are
   */
  static Optional<Table> of(Object value, int limit) {
    if (value instanceof Table table) {
      return Optional.of(table);
    }
    if (value instanceof Batch<?> batch) {
      return Optional.of(batch(batch, limit));
    }
    if (value instanceof MemorySink<?> sink) {
      return Optional.of(rows(sink.records(), limit));
    }
    if (value instanceof DStream<?> stream) {
      return Optional.of(graph(stream.lineage()));
    }
    return ofLearning(value).or(() -> ofCollection(value, limit));
  }

  private static Optional<Table> ofLearning(Object value) {
    if (value instanceof LearningStream<?> learning) {
      return ofLearning(learning.report());
    }
    if (value instanceof PrequentialReport report) {
      return Optional.of(rows(report.learners(), Integer.MAX_VALUE));
    }
    if (value instanceof LearnerReport report) {
      return Optional.of(figures(report));
    }
    if (value instanceof Predictor<?> predictor) {
      return Optional.of(model(predictor.current()));
    }
    if (value instanceof Predictor.Version<?> version) {
      return Optional.of(model(version));
    }
    if (value instanceof ConfusionMatrix matrix) {
      return Optional.of(confusion(matrix));
    }
    return Optional.empty();
  }

  private static Optional<Table> ofCollection(Object value, int limit) {
    if (value instanceof Map<?, ?> map) {
      List<List<Object>> rows = new ArrayList<>();
      map.entrySet().stream()
          .limit(limit)
          .forEach(e -> rows.add(List.of(Fields.cell(e.getKey()), Fields.cell(e.getValue()))));
      return Optional.of(new Table(List.of("name", "value"), rows, map.size()));
    }
    if (value instanceof Collection<?> values) {
      return Optional.of(rows(values, limit));
    }
    if (value instanceof double[] numbers) {
      List<Double> first = Arrays.stream(numbers).limit(limit).boxed().toList();
      return Optional.of(first(first, numbers.length));
    }
    return Fields.has(value) ? Optional.of(rows(List.of(value), limit)) : Optional.empty();
  }

  /** A row per value; the columns are those of all of them. */
  private static Table rows(Collection<?> values, int limit) {
    return first(values.stream().limit(limit).toList(), values.size());
  }

  private static Table first(List<?> values, long total) {
    List<Map<String, Object>> rows = new ArrayList<>();
    Set<String> columns = new LinkedHashSet<>();
    for (Object value : values) {
      Map<String, Object> fields = Fields.of(value);
      columns.addAll(fields.keySet());
      rows.add(fields);
    }
    return new Table(
        List.copyOf(columns),
        rows.stream()
            .map(row -> columns.stream().map(column -> row.getOrDefault(column, "")).toList())
            .toList(),
        total);
  }

  /** Takes no more of each partition than is wanted. */
  private static Table batch(Batch<?> batch, int limit) {
    record Part(List<Object> first, long count) {}
    List<Part> parts =
        batch.runPartitions(
            (partition, values) ->
                new Part(
                    List.copyOf(values.subList(0, Math.min(limit, values.size()))), values.size()));
    List<Object> first =
        parts.stream().flatMap(part -> part.first().stream()).limit(limit).toList();
    return first(first, parts.stream().mapToLong(Part::count).sum());
  }

  private static Table graph(PipelineGraph graph) {
    List<List<Object>> rows = new ArrayList<>();
    for (PipelineGraph.Node node : graph.nodes()) {
      String reads = node.inputs().stream().map(String::valueOf).collect(Collectors.joining(", "));
      rows.add(List.of(node.id(), node.kind(), node.name(), reads));
    }
    return new Table(List.of("id", "kind", "name", "reads"), rows, rows.size());
  }

  private static Table figures(LearnerReport report) {
    Map<String, Double> sliding = report.sliding();
    List<List<Object>> rows = new ArrayList<>();
    report.cumulative().forEach((name, value) -> rows.add(List.of(name, value, sliding.get(name))));
    return new Table(List.of("figure", "all rows", "last rows"), rows, rows.size());
  }

  private static Table model(Predictor.Version<? extends Model> version) {
    return version.model() instanceof KMeansModel clusters && clusters.ready()
        ? centres(clusters, version.schema().features())
        : described(version);
  }

  private static Table centres(KMeansModel model, List<String> features) {
    List<String> columns = new ArrayList<>(List.of("cluster", "weight"));
    columns.addAll(features);
    List<List<Object>> rows = new ArrayList<>();
    for (int k = 0; k < model.clusters(); k++) {
      List<Object> row = new ArrayList<>(List.of(k, model.weight(k)));
      Arrays.stream(model.centre(k)).forEach(row::add);
      rows.add(List.copyOf(row));
    }
    return new Table(columns, rows, rows.size());
  }

  /** Weights and such by name; what weighs most comes first. */
  private static Table described(Predictor.Version<? extends Model> version) {
    Map<String, Double> described = new LinkedHashMap<>();
    version.model().describe(version.schema().features(), described::put);
    List<List<Object>> rows = new ArrayList<>();
    described.forEach((name, value) -> rows.add(List.of(name, value)));
    if (described.containsKey("intercept")) {
      rows.sort(
          Comparator.comparingDouble((List<Object> row) -> Math.abs((double) row.get(1)))
              .reversed());
    }
    return new Table(List.of("name", "value"), rows, rows.size());
  }

  private static Table confusion(ConfusionMatrix matrix) {
    List<String> columns = new ArrayList<>(List.of("class"));
    List<List<Object>> rows = new ArrayList<>();
    for (int actual = 0; actual < matrix.classes(); actual++) {
      columns.add("taken for " + actual);
      List<Object> row = new ArrayList<>(List.of(actual));
      for (int decided = 0; decided < matrix.classes(); decided++) {
        row.add(matrix.count(actual, decided));
      }
      rows.add(List.copyOf(row));
    }
    return new Table(columns, rows, rows.size());
  }
}
