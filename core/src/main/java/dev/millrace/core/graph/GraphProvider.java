package dev.millrace.core.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.EngineExtension;

/**
 * A graph engine, found by {@link java.util.ServiceLoader}. What each method gives is said at the
 * method of {@link GraphStream} of the same name. Used by the driver's thread.
 */
public interface GraphProvider extends EngineExtension {
  <V> Batch<KeyValue<V, V>> connectedComponents(Batch<Edge<V>> edges, Engine engine);

  /**
   * @param damping above 0 and below 1
   * @param iterations at least 1
   */
  <V> Batch<KeyValue<V, Double>> pageRank(
      Batch<Edge<V>> edges, double damping, int iterations, Engine engine);

  <V> Batch<KeyValue<V, Long>> triangleCount(Batch<Edge<V>> edges, Engine engine);
}
