package dev.millrace.spark;

import dev.millrace.core.source.DeadLetter;
import dev.millrace.spark.internal.codec.BlockDecoder;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;

/** Values of the driver, sent along with the tasks. */
final class ListRdd<T> extends SingleRdd<Pass<T>> {
  private static final long serialVersionUID = 1L;

  private final transient List<byte[]> blocks;
  private final transient List<List<DeadLetter>> letters;

  /**
   * @param blocks encoded, one per partition
   * @param letters what was put aside when the values were made, per partition
   */
  ListRdd(SparkContext context, List<byte[]> blocks, List<List<DeadLetter>> letters) {
    super(context, List.of(), Pass.class);
    this.blocks = blocks;
    this.letters = letters;
  }

  @Override
  Pass<T> one(Partition partition, TaskContext context) {
    Part part = (Part) partition;
    return (sink, task) -> {
      part.letters.forEach(task::reject);
      new BlockDecoder(part.block).<T>forEach(sink);
      sink.complete();
    };
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] partitions = new Partition[blocks.size()];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new Part(i, blocks.get(i), List.copyOf(letters.get(i)));
    }
    return partitions;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Part(int index, byte[] block, List<DeadLetter> letters) implements Partition {}
}
