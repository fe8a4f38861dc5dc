package dev.millrace.spark;

import dev.millrace.spark.internal.codec.BlockDecoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;
import scala.collection.Iterator;

/**
 * The receiving side of a shuffle. Blocks arrive in any order and are sorted by where they came
 * from, so values stand in the order of their old partitions.
 */
final class GatherRdd<T> extends SingleRdd<Pass<T>> {
  private static final long serialVersionUID = 1L;

  private final RDD<Tuple2<Object, byte[]>> shuffled;

  GatherRdd(RDD<Tuple2<Object, byte[]>> shuffled) {
    super(shuffled.context(), List.of(shuffled), Pass.class);
    this.shuffled = shuffled;
  }

  @Override
  Pass<T> one(Partition partition, TaskContext context) {
    List<byte[]> blocks = new ArrayList<>();
    Iterator<Tuple2<Object, byte[]>> arriving = shuffled.iterator(partition, context);
    while (arriving.hasNext()) {
      blocks.add(arriving.next()._2());
    }
    blocks.sort(Comparator.comparingLong(BlockDecoder::label));
    return (sink, task) -> {
      for (byte[] block : blocks) {
        new BlockDecoder(block).<T>forEach(sink);
      }
      sink.complete();
    };
  }

  @Override
  public Partition[] getPartitions() {
    return shuffled.partitions();
  }
}
