package dev.millrace.spark;

import dev.millrace.core.engine.PartitionFunction;
import dev.millrace.spark.internal.codec.BlockEncoder;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;

/** What a function makes of each partition, encoded for the driver. */
final class ResultRdd<T, A> extends GroupRdd<byte[]> {
  private static final long serialVersionUID = 1L;

  private final Chain<T> chain;
  private final PartitionFunction<T, A> function;
  private final Work work;

  ResultRdd(Chain<T> chain, PartitionFunction<T, A> function, Work work) {
    super(chain.base(), byte[].class);
    this.chain = chain;
    this.function = function;
    this.work = work;
  }

  @Override
  List<byte[]> elements(Partition partition, TaskContext context) {
    byte[] result =
        Attempt.reported(
            work,
            partition.index(),
            task -> {
              List<T> values = chain.pass(partition, context).values(task);
              return BlockEncoder.single(function.apply(task.partition(), values));
            });
    return List.of(result);
  }
}
