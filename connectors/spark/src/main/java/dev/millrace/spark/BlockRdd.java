package dev.millrace.spark;

import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;

/** Computes a batch into blocks that Spark keeps. */
final class BlockRdd<T> extends SingleRdd<Block<T>> {
  private static final long serialVersionUID = 1L;

  private final Chain<T> chain;
  private final Work work;

  BlockRdd(Chain<T> chain, Work work) {
    super(chain.base().context(), List.of(chain.base()), Block.class);
    this.chain = chain;
    this.work = work;
  }

  @Override
  Block<T> one(Partition partition, TaskContext context) {
    int number = partition.index();
    SparkTask task = new SparkTask(work, number);
    List<T> values = Attempt.run(task, running -> chain.pass(partition, context).values(running));
    return new Block<>(values, new LetterBox(work.number(), number, task.letters()));
  }

  @Override
  public Partition[] getPartitions() {
    return chain.base().partitions();
  }
}
