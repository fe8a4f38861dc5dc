package dev.millrace.core.graph;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.core.KeyValue;
import dev.millrace.core.internal.engine.Extensions;

/**
 * The edges of each batch of a stream as a graph; over a window, the graph of the window. Needs a
 * graph engine on the class path: {@code millrace-jgrapht}, or on Spark {@code millrace-spark}.
 *
 * <pre>{@code
 * DStream<Edge<String>> uses = …; // account to card, account to device
 * GraphStream.of(uses.window(BatchWindow.batches(60, 10), codec).named("uses"))
 *     .connectedComponents()      // (account, ring), (card, ring), …
 * }</pre>
 *
 * <p>Vertices are what edges name. Results have one pair per vertex, in the order in which vertices
 * first come in the batch; no edges, no pairs. Immutable and thread-safe.
 */
public final class GraphStream<V> {
  private final DStream<Edge<V>> edges;
  private final Extensions<GraphProvider> engines;

  private GraphStream(DStream<Edge<V>> edges, Extensions<GraphProvider> engines) {
    this.edges = edges;
    this.engines = engines;
  }

  /**
   * @throws ConfigurationException when there is no graph engine on the class path
   */
  public static <V> GraphStream<V> of(DStream<Edge<V>> edges) {
    return new GraphStream<>(
        edges,
        Extensions.load(GraphProvider.class, "a graph engine", "dev.millrace:millrace-jgrapht"));
  }

  /**
   * Each vertex with the first vertex, in the order of the batch, of its weakly connected
   * component: directions do not count.
   */
  public DStream<KeyValue<V, V>> connectedComponents() {
    return edges.transform(
        (batch, context) ->
            engines.of(context.engine()).connectedComponents(batch, context.engine()));
  }

  /**
   * Each vertex with its PageRank (Brin and Page, 1998) after so many iterations from equal ranks.
   * Ranks add up to 1; a vertex without outgoing edges gives its rank to all alike; an edge that
   * stands twice counts twice.
   *
   * @param damping the probability of following an edge, above 0 and below 1; usually 0.85
   * @param iterations at least 1; 20 to 100 are usual
   */
  public DStream<KeyValue<V, Double>> pageRank(double damping, int iterations) {
    if (!(damping > 0 && damping < 1) || iterations < 1) {
      throw new ConfigurationException(
          "expected damping above 0 and below 1 and at least 1 iteration, got "
              + damping
              + " and "
              + iterations);
    }
    return edges.transform(
        (batch, context) ->
            engines.of(context.engine()).pageRank(batch, damping, iterations, context.engine()));
  }

  /**
   * Each vertex with the number of triangles that it is a corner of. Directions, edges that stand
   * twice and loops do not count.
   */
  public DStream<KeyValue<V, Long>> triangleCount() {
    return edges.transform(
        (batch, context) -> engines.of(context.engine()).triangleCount(batch, context.engine()));
  }
}
