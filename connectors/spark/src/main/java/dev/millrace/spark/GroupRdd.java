package dev.millrace.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;

/**
 * An RDD whose tasks work on several partitions of another, one after the other, when there are
 * many more partitions than cores: a window over sixty batches would otherwise be hundreds of tasks
 * of a few rows. Group {@code g} of {@code n} has the partitions {@code g, g + n, g + 2n …}; what
 * is computed of each partition, and in which order it is put together, does not depend on it.
 */
abstract class GroupRdd<E> extends RDD<E> {
  private static final long serialVersionUID = 1L;

  private static final int TASKS_PER_CORE = 3;

  private final RDD<?> base;

  GroupRdd(RDD<?> base, Class<? super E> element) {
    super(
        base.context(),
        Scala.seq(List.of(new Groups<>(base, base.getNumPartitions(), groups(base)))),
        Scala.tag(element));
    this.base = base;
  }

  private static int groups(RDD<?> base) {
    return Math.min(base.getNumPartitions(), TASKS_PER_CORE * base.context().defaultParallelism());
  }

  /** What is made of one partition. */
  abstract List<E> elements(Partition partition, TaskContext context);

  @Override
  public final Iterator<E> compute(Partition group, TaskContext context) {
    List<E> elements = new ArrayList<>();
    for (Partition partition : ((Group) group).partitions) {
      elements.addAll(elements(partition, context));
    }
    return Scala.iterator(elements.iterator());
  }

  @Override
  public final Partition[] getPartitions() {
    Partition[] partitions = base.partitions();
    int count = groups(base);
    Partition[] groups = new Partition[count];
    for (int group = 0; group < count; group++) {
      List<Partition> members = new ArrayList<>();
      for (int i = group; i < partitions.length; i += count) {
        members.add(partitions[i]);
      }
      groups[group] = new Group(group, members);
    }
    return groups;
  }

  private record Group(int index, List<Partition> partitions) implements Partition {}

  private static final class Groups<T> extends NarrowDependency<T> {
    private static final long serialVersionUID = 1L;

    private final int partitions;
    private final int groups;

    Groups(RDD<T> base, int partitions, int groups) {
      super(base);
      this.partitions = partitions;
      this.groups = groups;
    }

    @Override
    public Seq<Object> getParents(int group) {
      List<Object> parents = new ArrayList<>();
      for (int i = group; i < partitions; i += groups) {
        parents.add(i);
      }
      return Scala.seq(parents);
    }
  }
}
