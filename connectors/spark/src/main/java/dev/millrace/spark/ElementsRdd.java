package dev.millrace.spark;

import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;

/** What one of Spark's own libraries computed, as passes. */
final class ElementsRdd<T> extends SingleRdd<Pass<T>> {
  private static final long serialVersionUID = 1L;

  private final RDD<T> elements;

  ElementsRdd(RDD<T> elements) {
    super(elements.context(), List.of(elements), Pass.class);
    this.elements = elements;
  }

  @Override
  Pass<T> one(Partition partition, TaskContext context) {
    return (sink, task) -> {
      Iterator<T> values = elements.iterator(partition, context);
      while (values.hasNext()) {
        sink.emit(values.next());
      }
      sink.complete();
    };
  }

  @Override
  public Partition[] getPartitions() {
    return elements.partitions();
  }
}
