package dev.millrace.spark;

import dev.millrace.core.internal.engine.RangeRead;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;

/** Ranges of a source, each read by the task that works on it. */
final class ReadRdd<T> extends SingleRdd<Pass<T>> {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final Broadcast<Source<T>> source;
  private final transient List<OffsetRange> ranges;

  ReadRdd(
      SparkContext context, String name, Broadcast<Source<T>> source, List<OffsetRange> ranges) {
    super(context, List.of(), Pass.class);
    this.name = name;
    this.source = source;
    this.ranges = ranges;
  }

  @Override
  Pass<T> one(Partition partition, TaskContext context) {
    OffsetRange range = ((Part) partition).range;
    return (sink, task) -> {
      RangeRead.push(name, source.value(), range, sink, task::reject);
      sink.complete();
    };
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] partitions = new Partition[ranges.size()];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new Part(i, ranges.get(i));
    }
    return partitions;
  }

  private record Part(int index, OffsetRange range) implements Partition {}
}
