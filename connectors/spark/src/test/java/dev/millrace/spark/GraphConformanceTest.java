package dev.millrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.graph.Edge;
import dev.millrace.core.graph.GraphProvider;
import dev.millrace.core.internal.engine.Extensions;
import dev.millrace.core.testing.GraphConformance;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GraphConformanceTest {
  @TestFactory
  Stream<DynamicTest> shouldGiveWhatGraphsOfAStreamPromise() {
    return GraphConformance.checks(LocalSpark::engine).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @Test
  void shouldLeaveNothingBehind() {
    try (SparkEngine engine = LocalSpark.engine()) {
      GraphProvider graphs =
          Extensions.load(GraphProvider.class, "a graph engine", "none").of(engine);
      assertInstanceOf(SparkGraphProvider.class, graphs);
      engine.beginBatch(new BatchInfo(0, Instant.EPOCH));
      Batch<Edge<String>> edges =
          engine.of(List.of(List.of(new Edge<>("a", "b"), new Edge<>("c", "b"))));
      assertEquals(3, graphs.connectedComponents(edges, engine).count());
      assertEquals(3, graphs.triangleCount(edges, engine).count());
      assertEquals(3, graphs.pageRank(edges, 0.85, 21, engine).count());
      engine.beginBatch(new BatchInfo(1, Instant.EPOCH));
      assertEquals(0, LocalSpark.context().getPersistentRDDs().size());
    }
  }
}
