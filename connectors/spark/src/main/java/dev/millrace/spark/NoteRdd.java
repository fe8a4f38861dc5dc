package dev.millrace.spark;

import dev.millrace.spark.internal.codec.BlockEncoder;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;

/** The notes of an update; the results stay on the executors. */
final class NoteRdd<R> extends SingleRdd<byte[]> {
  private static final long serialVersionUID = 1L;

  private final RDD<UpdateBlock<R>> blocks;
  private final Work work;

  NoteRdd(RDD<UpdateBlock<R>> blocks, Work work) {
    super(blocks.context(), List.of(blocks), byte[].class);
    this.blocks = blocks;
    this.work = work;
  }

  @Override
  byte[] one(Partition partition, TaskContext context) {
    UpdateBlock<R> block = blocks.iterator(partition, context).next();
    block.values(new SparkTask(work, partition.index()));
    return BlockEncoder.single(block.note());
  }

  @Override
  public Partition[] getPartitions() {
    return blocks.partitions();
  }
}
