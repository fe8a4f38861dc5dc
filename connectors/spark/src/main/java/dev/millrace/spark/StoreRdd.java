package dev.millrace.spark;

import dev.millrace.spark.internal.codec.BlockEncoder;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;

/** Computes a batch and stores it; tells the driver how many values there are. */
final class StoreRdd<T> extends GroupRdd<byte[]> {
  private static final long serialVersionUID = 1L;

  private final Chain<T> chain;
  private final StoredRdd.Target target;
  private final Work work;

  StoreRdd(Chain<T> chain, StoredRdd.Target target, Work work) {
    super(chain.base(), byte[].class);
    this.chain = chain;
    this.target = target;
    this.work = work;
  }

  @Override
  List<byte[]> elements(Partition partition, TaskContext context) {
    byte[] size =
        Attempt.reported(
            work,
            partition.index(),
            task -> {
              List<T> values = chain.pass(partition, context).values(task);
              target.store(task.partition(), values);
              return new BlockEncoder().finish(values.size());
            });
    return List.of(size);
  }
}
