package dev.millrace.spark;

import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;

/** A chain as an RDD. */
final class PipedRdd<T> extends SingleRdd<Pass<T>> {
  private static final long serialVersionUID = 1L;

  private final Chain<T> chain;

  PipedRdd(Chain<T> chain) {
    super(chain.base().context(), List.of(chain.base()), Pass.class);
    this.chain = chain;
  }

  @Override
  Pass<T> one(Partition partition, TaskContext context) {
    return chain.pass(partition, context);
  }

  @Override
  public Partition[] getPartitions() {
    return chain.base().partitions();
  }
}
