package dev.millrace.jgrapht;

import dev.millrace.core.KeyValue;
import dev.millrace.core.graph.Edge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jgrapht.Graph;
import org.jgrapht.graph.DirectedPseudograph;

/** Edges between vertices that are numbered from 0 in the order in which they first come. */
final class NumberedEdges<V> {
  private final List<V> vertices = new ArrayList<>();
  private final int[] from;
  private final int[] to;

  NumberedEdges(List<Edge<V>> edges) {
    Map<V, Integer> numbers = new HashMap<>();
    from = new int[edges.size()];
    to = new int[edges.size()];
    for (int i = 0; i < from.length; i++) {
      from[i] = number(edges.get(i).from(), numbers);
      to[i] = number(edges.get(i).to(), numbers);
    }
  }

  private int number(V vertex, Map<V, Integer> numbers) {
    Integer known = numbers.putIfAbsent(vertex, vertices.size());
    if (known != null) {
      return known;
    }
    vertices.add(vertex);
    return vertices.size() - 1;
  }

  int vertexCount() {
    return vertices.size();
  }

  int edgeCount() {
    return from.length;
  }

  int from(int edge) {
    return from[edge];
  }

  int to(int edge) {
    return to[edge];
  }

  V vertex(int number) {
    return vertices.get(number);
  }

  /** A pair per vertex, in order. */
  <R> List<KeyValue<V, R>> pairs(IntFunction<R> value) {
    List<KeyValue<V, R>> pairs = new ArrayList<>(vertices.size());
    for (int i = 0; i < vertices.size(); i++) {
      pairs.add(new KeyValue<>(vertices.get(i), value.apply(i)));
    }
    return pairs;
  }

  /** All edges, those that stand twice and loops too, with their places as names. */
  Graph<Integer, Integer> toGraph() {
    Graph<Integer, Integer> graph = new DirectedPseudograph<>(null, null, false);
    for (int i = 0; i < vertices.size(); i++) {
      graph.addVertex(i);
    }
    for (int i = 0; i < from.length; i++) {
      graph.addEdge(from[i], to[i], i);
    }
    return graph;
  }
}
