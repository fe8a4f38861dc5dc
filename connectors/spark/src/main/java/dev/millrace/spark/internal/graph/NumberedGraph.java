package dev.millrace.spark.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.KeyPartitioner;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.graph.Edge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph whose vertices are numbers in the order in which they first come in the batch. Which
 * number a vertex has depends on the batch alone. Used by the driver's thread.
 */
public final class NumberedGraph<V> {
  private final Home home;
  private final Batch<Numbered<V>> vertices;
  private final Batch<Link> links;

  private NumberedGraph(Home home, Batch<Numbered<V>> vertices, Batch<Link> links) {
    this.home = home;
    this.vertices = vertices;
    this.links = links;
  }

  /**
   * @param partitions of the graph
   */
  public static <V> NumberedGraph<V> of(Batch<Edge<V>> edges, int partitions) {
    Home home = new Home(edges.partitions(), partitions);
    Batch<KeyValue<V, Long>> ends =
        edges.pipe(new EndsStage<V>()).exchange(new KeyPartitioner<>(), partitions);
    Batch<Numbered<V>> vertices = ends.mapPartitions(NumberedGraph::firsts);
    Batch<Numbered<Long>> places = ends.mapPartitions(NumberedGraph::placed);
    Batch<Numbered<V>> inOrder =
        home.send(vertices, Numbered::vertex).mapPartitions(NumberedGraph::inOrder);
    Batch<Link> links = home.send(places, Numbered::vertex).mapPartitions(NumberedGraph::paired);
    return new NumberedGraph<>(home, inOrder.cache(), links.cache());
  }

  /** The places of one key come in order, so the first is the least. */
  private static <V> Map<V, Long> numbers(List<KeyValue<V, Long>> ends) {
    Map<V, Long> numbers = new LinkedHashMap<>();
    ends.forEach(end -> numbers.putIfAbsent(end.key(), end.value()));
    return numbers;
  }

  private static <V> void firsts(List<KeyValue<V, Long>> ends, Emitter<Numbered<V>> out)
      throws Exception {
    for (Map.Entry<V, Long> vertex : numbers(ends).entrySet()) {
      out.emit(new Numbered<>(vertex.getValue(), vertex.getKey()));
    }
  }

  /** Each place with the number of the vertex that stands there. */
  private static <V> void placed(List<KeyValue<V, Long>> ends, Emitter<Numbered<Long>> out)
      throws Exception {
    Map<V, Long> numbers = numbers(ends);
    for (KeyValue<V, Long> end : ends) {
      out.emit(new Numbered<>(end.value(), numbers.get(end.key())));
    }
  }

  /** The two ends of an edge stand next to each other. */
  private static void paired(List<Numbered<Long>> places, Emitter<Link> out) throws Exception {
    List<Numbered<Long>> sorted = sorted(places);
    for (int i = 0; i < sorted.size(); i += 2) {
      out.emit(new Link(sorted.get(i).value(), sorted.get(i + 1).value()));
    }
  }

  private static <V> void inOrder(List<Numbered<V>> vertices, Emitter<Numbered<V>> out)
      throws Exception {
    for (Numbered<V> vertex : sorted(vertices)) {
      out.emit(vertex);
    }
  }

  private static <T> List<Numbered<T>> sorted(List<Numbered<T>> values) {
    List<Numbered<T>> sorted = new ArrayList<>(values);
    sorted.sort(Comparator.comparingLong(Numbered::vertex));
    return sorted;
  }

  /** How many there are; a job. */
  public long vertexCount() {
    return vertices.count();
  }

  /** All edges, those that stand twice and loops too. */
  public Batch<Link> links() {
    return links;
  }

  /** Each vertex with its value, in the order in which vertices first come. */
  public <R> Batch<KeyValue<V, R>> results(Batch<Numbered<R>> values) {
    return Home.lookUp(
        vertices,
        Numbered::vertex,
        home.send(values, Numbered::vertex),
        (vertex, value) -> new KeyValue<>(vertex.value(), value));
  }

  /** The vertices that labels are the numbers of. */
  public Batch<Numbered<V>> named(Batch<Numbered<Long>> labels) {
    return Home.lookUp(
        home.send(labels, Numbered::value),
        Numbered::value,
        vertices,
        (label, vertex) -> new Numbered<>(label.vertex(), vertex));
  }

  /** What is left between labels when every vertex becomes its label, without loops. */
  public Batch<Link> contracted(Batch<Link> edges, Batch<Numbered<Long>> labels) {
    Batch<Numbered<Long>> table = home.send(labels, Numbered::vertex).cache();
    Batch<Link> halves =
        Home.lookUp(
            home.send(edges, Link::from),
            Link::from,
            table,
            (edge, label) -> new Link(label, edge.to()));
    return Home.lookUp(
            home.send(halves, Link::to),
            Link::to,
            table,
            (edge, label) -> new Link(edge.from(), label))
        .filter(edge -> edge.from() != edge.to());
  }

  /** Labels followed once more, where there is something to follow. */
  public Batch<Numbered<Long>> followed(
      Batch<Numbered<Long>> labels, Batch<Numbered<Long>> further) {
    return Home.lookUp(
        home.send(labels, Numbered::value),
        Numbered::value,
        home.send(further, Numbered::vertex),
        (label, next) -> next == null ? label : new Numbered<>(label.vertex(), next));
  }

  /** The vertices that each has edges to, of all vertices in order. */
  Batch<Targets> targets() {
    return vertices.zip(
        home.send(links, Link::from),
        (all, edges, out) -> {
          Map<Long, List<Long>> targets = new HashMap<>();
          for (Link edge : edges) {
            targets.computeIfAbsent(edge.from(), from -> new ArrayList<>()).add(edge.to());
          }
          for (Numbered<V> vertex : all) {
            List<Long> found = targets.getOrDefault(vertex.vertex(), List.of());
            out.emit(
                new Targets(vertex.vertex(), found.stream().mapToLong(Long::longValue).toArray()));
          }
        });
  }

  Home home() {
    return home;
  }
}
