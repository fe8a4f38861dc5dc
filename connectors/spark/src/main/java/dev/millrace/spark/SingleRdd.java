package dev.millrace.spark;

import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;

/** An RDD that has one element per partition. */
abstract class SingleRdd<E> extends RDD<E> {
  private static final long serialVersionUID = 1L;

  /**
   * @param parents partition i depends on partition i of each
   */
  SingleRdd(SparkContext context, List<? extends RDD<?>> parents, Class<? super E> element) {
    super(context, Scala.oneToOne(parents), Scala.tag(element));
  }

  abstract E one(Partition partition, TaskContext context);

  @Override
  public final Iterator<E> compute(Partition partition, TaskContext context) {
    return Scala.iterator(List.of(one(partition, context)).iterator());
  }
}
