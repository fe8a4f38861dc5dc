package dev.millrace.jgrapht;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.graph.Edge;
import dev.millrace.core.graph.GraphProvider;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.alg.scoring.PageRank;

/** Found by the service loader; works with every engine, as edges come to the driver. */
public final class JGraphTProvider implements GraphProvider {
  /** So small that every iteration asked for is made. */
  private static final double NO_TOLERANCE = Double.MIN_VALUE;

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public boolean supports(Engine engine) {
    return true;
  }

  @Override
  public <V> Batch<KeyValue<V, V>> connectedComponents(Batch<Edge<V>> edges, Engine engine) {
    NumberedEdges<V> numbered = new NumberedEdges<>(edges.collect());
    int[] first = new int[numbered.vertexCount()];
    for (Set<Integer> component : new ConnectivityInspector<>(numbered.toGraph()).connectedSets()) {
      int least = Collections.min(component);
      component.forEach(vertex -> first[vertex] = least);
    }
    return engine.of(List.of(numbered.pairs(i -> numbered.vertex(first[i]))));
  }

  @Override
  public <V> Batch<KeyValue<V, Double>> pageRank(
      Batch<Edge<V>> edges, double damping, int iterations, Engine engine) {
    NumberedEdges<V> numbered = new NumberedEdges<>(edges.collect());
    if (numbered.vertexCount() == 0) {
      return engine.of(List.of());
    }
    Map<Integer, Double> ranks =
        new PageRank<>(numbered.toGraph(), damping, iterations, NO_TOLERANCE).getScores();
    return engine.of(List.of(numbered.pairs(ranks::get)));
  }

  @Override
  public <V> Batch<KeyValue<V, Long>> triangleCount(Batch<Edge<V>> edges, Engine engine) {
    NumberedEdges<V> numbered = new NumberedEdges<>(edges.collect());
    long[] triangles = Triangles.count(numbered);
    return engine.of(List.of(numbered.pairs(i -> triangles[i])));
  }
}
