package dev.millrace.spark;

import dev.millrace.core.engine.Partitioner;
import dev.millrace.core.engine.StageSink;
import dev.millrace.spark.internal.codec.BlockEncoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import scala.Tuple2;

/**
 * The sending side of a shuffle: a partition's values as encoded blocks, each with the number of
 * the partition that it goes to. So Spark moves a few arrays of bytes and never sees a value.
 */
final class RouteRdd<T> extends GroupRdd<Tuple2<Object, byte[]>> {
  private static final long serialVersionUID = 1L;

  /** A block that grows beyond this is sent and another begun, to spare long arrays. */
  private static final int MAX_BLOCK = 4 << 20;

  private final Chain<T> chain;
  private final Partitioner<? super T> partitioner;
  private final int targets;
  private final Work work;

  RouteRdd(Chain<T> chain, Partitioner<? super T> partitioner, int targets, Work work) {
    super(chain.base(), Tuple2.class);
    this.chain = chain;
    this.partitioner = partitioner;
    this.targets = targets;
    this.work = work;
  }

  @Override
  List<Tuple2<Object, byte[]>> elements(Partition partition, TaskContext context) {
    return Attempt.reported(
        work,
        partition.index(),
        task -> {
          Router router = new Router(task.partition());
          chain.pass(partition, context).push(router, task);
          return router.finish();
        });
  }

  /** The place of a block within its target: source partitions in order, then as they were cut. */
  private static long label(int source, int block) {
    return ((long) source << 32) | block;
  }

  private final class Router implements StageSink<T> {
    private final int source;
    private final BlockEncoder[] open = new BlockEncoder[targets];
    private final List<Tuple2<Object, byte[]>> blocks = new ArrayList<>();
    private long index;

    Router(int source) {
      this.source = source;
    }

    @Override
    public void emit(T value) throws Exception {
      int target = partitioner.partition(value, index++, targets);
      if (target < 0 || target >= targets) {
        throw new IndexOutOfBoundsException(
            "partitioner gave " + target + ", expected 0 to " + (targets - 1));
      }
      BlockEncoder encoder = open[target];
      if (encoder == null) {
        encoder = new BlockEncoder();
        open[target] = encoder;
      }
      encoder.add(value);
      if (encoder.size() > MAX_BLOCK) {
        close(target);
      }
    }

    private void close(int target) {
      blocks.add(new Tuple2<>(target, open[target].finish(label(source, blocks.size()))));
      open[target] = null;
    }

    List<Tuple2<Object, byte[]>> finish() {
      for (int target = 0; target < targets; target++) {
        if (open[target] != null) {
          close(target);
        }
      }
      return blocks;
    }
  }
}
