package dev.millrace.spark;

import dev.millrace.core.engine.ZipFunction;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;

/** Two batches, partition by partition. */
final class ZipRdd<T, U, R> extends SingleRdd<Pass<R>> {
  private static final long serialVersionUID = 1L;

  private final Chain<T> left;
  private final Chain<U> right;
  private final ZipFunction<T, U, R> function;

  ZipRdd(Chain<T> left, Chain<U> right, ZipFunction<T, U, R> function) {
    super(left.base().context(), List.of(left.base(), right.base()), Pass.class);
    this.left = left;
    this.right = right;
    this.function = function;
  }

  @Override
  Pass<R> one(Partition partition, TaskContext context) {
    Part part = (Part) partition;
    Pass<T> leftPass = left.pass(part.left, context);
    Pass<U> rightPass = right.pass(part.right, context);
    return (sink, task) -> {
      function.apply(leftPass.values(task), rightPass.values(task), sink::emit);
      sink.complete();
    };
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] lefts = left.base().partitions();
    Partition[] rights = right.base().partitions();
    Partition[] partitions = new Partition[lefts.length];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new Part(i, lefts[i], rights[i]);
    }
    return partitions;
  }

  private record Part(int index, Partition left, Partition right) implements Partition {}
}
