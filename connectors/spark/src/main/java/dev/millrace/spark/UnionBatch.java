package dev.millrace.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.UnionRDD;

/** The partitions of several batches, one batch after the other. */
final class UnionBatch<T> extends SparkBatch<T> {
  private final List<SparkBatch<T>> parts;

  private UnionBatch(SparkEngine engine, List<SparkBatch<T>> parts) {
    super(engine);
    this.parts = parts;
  }

  /** Flat, however deep the arguments are nested. */
  static <T> UnionBatch<T> of(SparkBatch<T> left, SparkBatch<T> right) {
    List<SparkBatch<T>> parts = new ArrayList<>();
    for (SparkBatch<T> batch : List.of(left, right)) {
      if (batch instanceof UnionBatch<T> union) {
        parts.addAll(union.parts);
      } else {
        parts.add(batch);
      }
    }
    return new UnionBatch<>(left.engine(), parts);
  }

  @Override
  public int partitions() {
    return parts.stream().mapToInt(SparkBatch::partitions).sum();
  }

  @Override
  Chain<T> chain() {
    List<RDD<Pass<T>>> rdds = new ArrayList<>();
    parts.forEach(part -> rdds.add(part.chain().rdd()));
    return Chain.of(new UnionRDD<>(engine().context(), Scala.seq(rdds), Scala.tag(Pass.class)));
  }
}
