package dev.millrace.core.testing;

import dev.millrace.core.DStream;
import dev.millrace.core.KeyValue;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.graph.Edge;
import dev.millrace.core.graph.GraphStream;
import dev.millrace.core.sink.MemorySink;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Checks that a graph engine gives what {@link GraphStream} promises, on batches of three
 * partitions: components and triangles exactly, ranks to 1e-12, all in the order in which vertices
 * first come. The answers are worked out by the plainest of algorithms.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> graphs() {
 *   return GraphConformance.checks(() -> LocalEngine.withThreads(2)).stream()
 *       .map(c -> dynamicTest(c.name(), c::run));
 * }
 * }</pre>
 */
public final class GraphConformance {
  private static final double EXACT = 1e-12;
  private static final int LONG_PATH = 60;
  private static final int SPLITS = 3;

  private final Supplier<? extends Engine> engines;

  private GraphConformance(Supplier<? extends Engine> engines) {
    this.engines = engines;
  }

  /** A vertex that is a record. */
  public record Account(String bank, int number) implements Serializable {}

  /**
   * @param engines makes a new engine for each run
   */
  public static List<Check> checks(Supplier<? extends Engine> engines) {
    GraphConformance suite = new GraphConformance(engines);
    return List.of(
        new Check("a component is named by its first vertex", suite::namesComponents),
        new Check("components of random graphs are found", suite::findsComponents),
        new Check("a component may be a long path", suite::followsPaths),
        new Check("ranks have the closed form of a star", suite::ranksStar),
        new Check("exactly the iterations asked for are made", suite::iterates),
        new Check("ranks of random graphs are exact", suite::ranks),
        new Check("triangles of a complete graph are counted", suite::countsComplete),
        new Check("triangles of random graphs are counted", suite::countsTriangles),
        new Check("vertices may be records", suite::takesRecords),
        new Check("no edges give nothing", suite::takesNothing));
  }

  private void namesComponents() {
    Expect.equal(
        "components",
        "{c=c, d=c, a=a, b=a, e=c, loop=loop}",
        run(
                edges("c", "d", "a", "b", "e", "d", "loop", "loop", "d", "e"),
                GraphStream::connectedComponents)
            .toString());
  }

  private void findsComponents() {
    List<Edge<Integer>> edges = random(3, 120, 90);
    Map<Integer, Integer> expected = vertices(edges);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Edge<Integer> edge : edges) {
        int from = expected.get(edge.from());
        int to = expected.get(edge.to());
        int first = isBefore(expected, from, to) ? from : to;
        changed |= from != to;
        expected.put(edge.from(), first);
        expected.put(edge.to(), first);
      }
    }
    Expect.equal("components", expected, run(edges, GraphStream::connectedComponents));
  }

  private static boolean isBefore(Map<Integer, Integer> ordered, int one, int other) {
    for (int vertex : ordered.keySet()) {
      if (vertex == one || vertex == other) {
        return vertex == one;
      }
    }
    throw new IllegalArgumentException("no vertex " + one + " or " + other);
  }

  private void followsPaths() {
    List<Edge<Integer>> path = new ArrayList<>();
    for (int i = 0; i < LONG_PATH; i++) {
      path.add(new Edge<>(i, i + 1));
    }
    Map<Integer, Integer> components = run(path, GraphStream::connectedComponents);
    Expect.equal("vertices", LONG_PATH + 1, components.size());
    Expect.equal("components", Set.of(0), Set.copyOf(components.values()));
  }

  /** Spokes s and a hub h, n = 4: s = (1 - d) / n + d h / n, h = s + 3 d s, 3 s + h = 1. */
  private void ranksStar() {
    double damping = 0.85;
    Map<String, Double> ranks =
        run(edges("a", "hub", "b", "hub", "c", "hub"), graph -> graph.pageRank(damping, 200));
    double spoke = 1 / (4 + 3 * damping);
    near("spoke", spoke, ranks.get("a"));
    near("spoke", spoke, ranks.get("c"));
    near("hub", spoke * (1 + 3 * damping), ranks.get("hub"));
  }

  /** From 1/2 each, b gets (1 - d)/2 + d (a + b/2), as b has no way out. */
  private void iterates() {
    double damping = 0.5;
    double a = 0.5;
    double b = 0.5;
    for (int iterations = 1; iterations <= 3; iterations++) {
      double nextA = (1 - damping) / 2 + damping * b / 2;
      double nextB = (1 - damping) / 2 + damping * (a + b / 2);
      a = nextA;
      b = nextB;
      int count = iterations;
      Map<String, Double> ranks = run(edges("a", "b"), graph -> graph.pageRank(damping, count));
      near("a after " + count, a, ranks.get("a"));
      near("b after " + count, b, ranks.get("b"));
    }
  }

  /** With edges that stand twice, loops, and vertices without edges of their own. */
  private void ranks() {
    List<Edge<Integer>> edges = random(5, 40, 90);
    edges.addAll(edges.subList(0, 10));
    double damping = 0.85;
    int iterations = 12;
    Map<Integer, Double> ranks = new LinkedHashMap<>();
    Map<Integer, Integer> degrees = new LinkedHashMap<>();
    Set<Integer> vertices = vertices(edges).keySet();
    vertices.forEach(vertex -> ranks.put(vertex, 1.0 / vertices.size()));
    edges.forEach(edge -> degrees.merge(edge.from(), 1, Integer::sum));
    for (int i = 0; i < iterations; i++) {
      Map<Integer, Double> before = Map.copyOf(ranks);
      double idle = 0;
      for (int vertex : vertices) {
        idle += degrees.containsKey(vertex) ? 0 : before.get(vertex);
      }
      double base = (1 - damping + damping * idle) / vertices.size();
      vertices.forEach(vertex -> ranks.put(vertex, base));
      for (Edge<Integer> edge : edges) {
        double share = before.get(edge.from()) / degrees.get(edge.from());
        ranks.merge(edge.to(), damping * share, Double::sum);
      }
    }
    Map<Integer, Double> got = run(edges, graph -> graph.pageRank(damping, iterations));
    Expect.equal("order", List.copyOf(vertices), List.copyOf(got.keySet()));
    ranks.forEach((vertex, rank) -> near("rank of " + vertex, rank, got.get(vertex)));
    near("sum", 1, got.values().stream().mapToDouble(rank -> rank).sum());
  }

  /** In the complete graph of n vertices each is a corner of (n - 1)(n - 2) / 2 triangles. */
  private void countsComplete() {
    int n = 9;
    List<Edge<Integer>> edges = new ArrayList<>();
    Map<Integer, Long> expected = new LinkedHashMap<>();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        edges.add(new Edge<>(i, j)); // both ways, and loops
      }
      expected.put(i, (n - 1L) * (n - 2) / 2);
    }
    Expect.equal("triangles", expected, run(edges, GraphStream::triangleCount));
  }

  private void countsTriangles() {
    List<Edge<Integer>> edges = random(7, 30, 140);
    Set<Edge<Integer>> both = new LinkedHashSet<>(edges);
    edges.forEach(edge -> both.add(new Edge<>(edge.to(), edge.from())));
    List<Integer> vertices = List.copyOf(vertices(edges).keySet());
    Map<Integer, Long> expected = new LinkedHashMap<>();
    for (int a : vertices) {
      long count = 0;
      for (int b : vertices) {
        for (int c : vertices) {
          boolean differ = a != b && a != c && b < c;
          if (differ
              && both.contains(new Edge<>(a, b))
              && both.contains(new Edge<>(b, c))
              && both.contains(new Edge<>(a, c))) {
            count++;
          }
        }
      }
      expected.put(a, count);
    }
    Expect.equal("triangles", expected, run(edges, GraphStream::triangleCount));
  }

  private void takesRecords() {
    Account one = new Account("x", 1);
    Account two = new Account("x", 2);
    Account three = new Account("y", 1);
    Map<Account, Account> expected = new LinkedHashMap<>();
    List.of(two, one, three).forEach(account -> expected.put(account, two));
    Expect.equal(
        "components",
        expected,
        run(
            List.of(new Edge<>(two, one), new Edge<>(one, three)),
            GraphStream::connectedComponents));
  }

  /** The batch has edges, but none gets through to the operator. */
  private void takesNothing() {
    List<Function<GraphStream<String>, DStream<? extends KeyValue<String, ?>>>> operators =
        List.of(
            GraphStream::connectedComponents,
            graph -> graph.pageRank(0.85, 10),
            GraphStream::triangleCount);
    for (var operator : operators) {
      Expect.equal(
          "results", List.of(), run(edges("a", "b"), s -> s.filter(edge -> false), operator));
    }
  }

  private static void near(String what, double expected, double got) {
    Expect.that(what + " " + expected + ", got " + got, Math.abs(expected - got) <= EXACT);
  }

  /** Every vertex with itself, in the order in which they first come. */
  private static Map<Integer, Integer> vertices(List<Edge<Integer>> edges) {
    Map<Integer, Integer> vertices = new LinkedHashMap<>();
    for (Edge<Integer> edge : edges) {
      vertices.putIfAbsent(edge.from(), edge.from());
      vertices.putIfAbsent(edge.to(), edge.to());
    }
    return vertices;
  }

  private static List<Edge<Integer>> random(long seed, int vertices, int edges) {
    Random random = new Random(seed);
    List<Edge<Integer>> made = new ArrayList<>();
    for (int i = 0; i < edges; i++) {
      made.add(new Edge<>(random.nextInt(vertices), random.nextInt(vertices)));
    }
    return made;
  }

  private static List<Edge<String>> edges(String... ends) {
    List<Edge<String>> edges = new ArrayList<>();
    for (int i = 0; i < ends.length; i += 2) {
      edges.add(new Edge<>(ends[i], ends[i + 1]));
    }
    return edges;
  }

  /** What an operator gives, which must have one pair per vertex in the order of the batch. */
  private <V, R> Map<V, R> run(
      List<Edge<V>> edges, Function<GraphStream<V>, DStream<KeyValue<V, R>>> operator) {
    Map<V, R> results = new LinkedHashMap<>();
    for (KeyValue<V, R> pair : run(edges, stream -> stream, operator)) {
      Expect.that("one pair of " + pair.key(), results.put(pair.key(), pair.value()) == null);
    }
    Set<V> vertices = new LinkedHashSet<>();
    edges.forEach(edge -> vertices.addAll(List.of(edge.from(), edge.to())));
    Expect.equal("order", List.copyOf(vertices), List.copyOf(results.keySet()));
    return results;
  }

  private <V, P> List<P> run(
      List<Edge<V>> edges,
      Function<DStream<Edge<V>>, DStream<Edge<V>>> before,
      Function<GraphStream<V>, ? extends DStream<? extends P>> operator) {
    List<List<Edge<V>>> splits = new ArrayList<>();
    int from = 0;
    for (int left = SPLITS; left > 0; left--) {
      int until = from + (edges.size() - from + left - 1) / left; // as much as one batch takes
      splits.add(edges.subList(from, until));
      from = until;
    }
    MemorySink<P> sink = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("graph").withEngine(engines::get),
            context ->
                operator
                    .apply(
                        GraphStream.of(
                            before.apply(context.source("edges", ReplaySource.ofSplits(splits)))))
                    .to("out", sink))) {
      driver.runAll();
    }
    return sink.records();
  }
}
