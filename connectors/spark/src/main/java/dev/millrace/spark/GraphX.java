package dev.millrace.spark;

import dev.millrace.core.Batch;
import dev.millrace.spark.internal.graph.Link;
import dev.millrace.spark.internal.graph.Numbered;
import dev.millrace.spark.internal.graph.NumberedGraph;
import java.util.function.UnaryOperator;
import org.apache.spark.graphx.Graph;
import org.apache.spark.graphx.lib.ConnectedComponents;
import org.apache.spark.graphx.lib.TriangleCount;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import scala.Option;
import scala.Tuple2;
import scala.reflect.ClassTag;

/** Spark's graph library upon numbered vertices, of whose values it knows nothing. */
final class GraphX {
  /**
   * How far labels go in one run. Each step makes what Spark keeps in mind of the graph longer, and
   * a path as long as some windows have would overflow its stack.
   */
  private static final int STEPS = 16;

  private static final ClassTag<Object> OBJECT = Scala.tag(Object.class);

  private final SparkEngine engine;

  GraphX(SparkEngine engine) {
    this.engine = engine;
  }

  /**
   * Each vertex with the least number of its component. Vertices that have come to one label become
   * one vertex, until no two labels have an edge between them.
   */
  Batch<Numbered<Long>> components(NumberedGraph<?> graph) {
    Batch<Numbered<Long>> labels = labels(graph.links());
    Batch<Link> left = graph.contracted(graph.links(), labels).cache();
    while (left.count() > 0) {
      Batch<Numbered<Long>> further = labels(left);
      labels = graph.followed(labels, further).cache();
      left = graph.contracted(left, further).cache();
    }
    return labels;
  }

  private Batch<Numbered<Long>> labels(Batch<Link> links) {
    return run(links, graph -> ConnectedComponents.run(graph, STEPS, OBJECT, OBJECT));
  }

  /** Each vertex with the number of triangles at it, at most 2^30. */
  Batch<Numbered<Long>> triangles(Batch<Link> links) {
    return run(links, graph -> TriangleCount.run(graph, OBJECT, OBJECT));
  }

  private Batch<Numbered<Long>> run(
      Batch<Link> links, UnaryOperator<Graph<Object, Object>> library) {
    RDD<Tuple2<Object, Object>> ends = engine.own(links.map(GraphX::ends)).toJavaRdd().rdd();
    Batch<Numbered<Long>> results =
        engine
            .bySpark(() -> vertices(library.apply(graph(ends))))
            .map(vertex -> new Numbered<>((Long) vertex._1(), ((Number) vertex._2()).longValue()))
            .cache();
    results.count();
    return results;
  }

  /** What the vertices came from leads back to all that GraphX kept but the last of its edges. */
  private RDD<Tuple2<Object, Object>> vertices(Graph<Object, Object> result) {
    engine.leftovers().library(result.edges());
    return result.vertices();
  }

  private static Tuple2<Object, Object> ends(Link link) {
    return new Tuple2<>(link.from(), link.to());
  }

  private static Graph<Object, Object> graph(RDD<Tuple2<Object, Object>> ends) {
    StorageLevel level = StorageLevel.MEMORY_AND_DISK();
    return Graph.fromEdgeTuples(ends, 1, Option.empty(), level, level, OBJECT);
  }
}
