package dev.millrace.jgrapht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.core.KeyValue;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.graph.Edge;
import dev.millrace.core.graph.GraphStream;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.ShippingEngine;
import dev.millrace.core.testing.StreamTestDriver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jgrapht.GraphMetrics;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleGraph;
import org.junit.jupiter.api.Test;

class GraphStreamTest {
  @Test
  void shouldCountAnEdgeThatStandsTwiceTwiceInRanks() {
    Map<String, Double> ranks =
        run(
            edges("a", "b", "a", "b", "a", "c", "b", "a", "c", "a"),
            graph -> graph.pageRank(0.85, 200));
    // all that b and c have beyond (1 - d) / 3 comes from a, two parts to one
    assertEquals(2, (ranks.get("b") - 0.05) / (ranks.get("c") - 0.05), 1e-9);
  }

  @Test
  void shouldCountTheTrianglesOfRandomGraphs() {
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      SimpleGraph<Integer, DefaultEdge> graph = new SimpleGraph<>(DefaultEdge.class);
      List<Edge<Integer>> edges = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        int from = random.nextInt(40);
        int to = random.nextInt(40);
        edges.add(new Edge<>(from, to));
        graph.addVertex(from);
        graph.addVertex(to);
        if (from != to) {
          graph.addEdge(from, to);
        }
      }
      Map<Integer, Long> triangles = run(edges, GraphStream::triangleCount);
      assertEquals(
          3 * GraphMetrics.getNumberOfTriangles(graph),
          triangles.values().stream().mapToLong(count -> count).sum(),
          "seed " + seed);
    }
  }

  @Test
  void shouldRefuseDampingAndIterationsOutOfRange() {
    for (double damping : new double[] {0, 1, -0.5, Double.NaN}) {
      assertThrows(
          ConfigurationException.class,
          () -> run(edges("a", "b"), graph -> graph.pageRank(damping, 10)));
    }
    assertThrows(
        ConfigurationException.class, () -> run(edges("a", "b"), graph -> graph.pageRank(0.85, 0)));
  }

  /** Runs on the local engine and on one of other machines, which must agree to the last bit. */
  private static <V, R> Map<V, R> run(
      List<Edge<V>> edges, Function<GraphStream<V>, DStream<KeyValue<V, R>>> operator) {
    List<KeyValue<V, R>> local = run(StreamingConfig.named("graph"), edges, operator);
    assertEquals(
        local,
        run(
            StreamingConfig.named("graph").withEngine(ShippingEngine.provider(2)),
            edges,
            operator));
    Map<V, R> results = new LinkedHashMap<>();
    local.forEach(pair -> results.put(pair.key(), pair.value()));
    return results;
  }

  private static <V, R> List<KeyValue<V, R>> run(
      StreamingConfig config,
      List<Edge<V>> edges,
      Function<GraphStream<V>, DStream<KeyValue<V, R>>> operator) {
    int half = edges.size() / 2;
    ReplaySource<Edge<V>> source =
        ReplaySource.ofSplits(List.of(edges.subList(0, half), edges.subList(half, edges.size())));
    MemorySink<KeyValue<V, R>> sink = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config,
            context ->
                operator.apply(GraphStream.of(context.source("edges", source))).to("out", sink))) {
      driver.runAll();
    }
    return sink.records();
  }

  private static List<Edge<String>> edges(String... ends) {
    List<Edge<String>> edges = new ArrayList<>();
    for (int i = 0; i < ends.length; i += 2) {
      edges.add(new Edge<>(ends[i], ends[i + 1]));
    }
    return edges;
  }
}
