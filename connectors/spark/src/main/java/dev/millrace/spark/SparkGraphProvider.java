package dev.millrace.spark;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.graph.Edge;
import dev.millrace.core.graph.GraphProvider;
import dev.millrace.spark.internal.graph.NumberedGraph;
import dev.millrace.spark.internal.graph.PageRanks;
import java.util.List;

/**
 * Graphs on the executors, found by the service loader for pipelines on a {@link SparkEngine}:
 * components and triangles by GraphX.
 */
public final class SparkGraphProvider implements GraphProvider {
  @Override
  public int priority() {
    return 10;
  }

  @Override
  public boolean supports(Engine engine) {
    return engine instanceof SparkEngine;
  }

  @Override
  public <V> Batch<KeyValue<V, V>> connectedComponents(Batch<Edge<V>> edges, Engine engine) {
    NumberedGraph<V> graph = NumberedGraph.of(edges, engine.parallelism());
    GraphX graphX = new GraphX((SparkEngine) engine);
    return graph.results(graph.named(graphX.components(graph)));
  }

  @Override
  public <V> Batch<KeyValue<V, Double>> pageRank(
      Batch<Edge<V>> edges, double damping, int iterations, Engine engine) {
    NumberedGraph<V> graph = NumberedGraph.of(edges, engine.parallelism());
    long vertices = graph.vertexCount();
    if (vertices == 0) {
      return engine.of(List.of());
    }
    return graph.results(new PageRanks(graph, damping, vertices).after(iterations));
  }

  @Override
  public <V> Batch<KeyValue<V, Long>> triangleCount(Batch<Edge<V>> edges, Engine engine) {
    NumberedGraph<V> graph = NumberedGraph.of(edges, engine.parallelism());
    GraphX graphX = new GraphX((SparkEngine) engine);
    return graph.results(graphX.triangles(graph.links()));
  }
}
