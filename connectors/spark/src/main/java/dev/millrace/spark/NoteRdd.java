package dev.millrace.spark;

import dev.millrace.spark.internal.codec.BlockDecoder;
import dev.millrace.spark.internal.codec.BlockEncoder;
import dev.millrace.spark.internal.state.StateNote;
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
    return encode(block.note());
  }

  static byte[] encode(StateNote note) {
    BlockEncoder encoder = new BlockEncoder();
    encoder.add(note);
    return encoder.finish(0);
  }

  static StateNote decode(byte[] note) {
    return new BlockDecoder(note).<StateNote>toList().get(0);
  }

  @Override
  public Partition[] getPartitions() {
    return blocks.partitions();
  }
}
