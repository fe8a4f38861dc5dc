package dev.millrace.spark;

import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;

/** The values of a batch one by one, as Spark's own libraries want them. */
final class ValuesRdd<T> extends RDD<T> {
  private static final long serialVersionUID = 1L;

  private final Chain<T> chain;
  private final Work work;

  ValuesRdd(Chain<T> chain, Work work) {
    super(chain.base().context(), Scala.oneToOne(List.of(chain.base())), Scala.tag(Object.class));
    this.chain = chain;
    this.work = work;
  }

  @Override
  public Iterator<T> compute(Partition partition, TaskContext context) {
    List<T> values =
        Attempt.reported(
            work, partition.index(), task -> chain.pass(partition, context).values(task));
    return Scala.iterator(values.iterator());
  }

  @Override
  public Partition[] getPartitions() {
    return chain.base().partitions();
  }
}
