package dev.millrace.spark;

import dev.millrace.spark.internal.state.TableRef;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import scala.collection.immutable.Seq;

/** Something done with each partition of a table where it is, for the driver. */
final class StateRdd<K, S, A extends Serializable> extends SingleRdd<byte[]> {
  private static final long serialVersionUID = 1L;

  /** What is done. */
  @FunctionalInterface
  interface Body<K, S, A> extends Serializable {
    byte[] run(TableRef<K, S> table, int partition, A argument) throws Exception;
  }

  private final TableRef<K, S> table;
  private final Body<K, S, A> body;
  private final transient List<A> arguments;
  private final transient List<List<String>> locations;

  /**
   * @param arguments one per partition
   * @param locations of the executors that have each partition
   */
  StateRdd(
      SparkContext context,
      TableRef<K, S> table,
      List<A> arguments,
      List<List<String>> locations,
      Body<K, S, A> body) {
    super(context, List.of(), byte[].class);
    this.table = table;
    this.arguments = arguments;
    this.locations = locations;
    this.body = body;
  }

  @Override
  @SuppressWarnings("unchecked") // getPartitions made it
  byte[] one(Partition partition, TaskContext context) {
    A argument = ((Part<A>) partition).argument;
    return Attempt.run(
        new SparkTask(null, partition.index()),
        task -> body.run(table, partition.index(), argument));
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] partitions = new Partition[arguments.size()];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new Part<>(i, arguments.get(i));
    }
    return partitions;
  }

  @Override
  public Seq<String> getPreferredLocations(Partition partition) {
    return Scala.seq(locations.get(partition.index()));
  }

  private record Part<A extends Serializable>(int index, A argument) implements Partition {}
}
