package dev.millrace.spark;

import dev.millrace.spark.internal.state.WorkDirectory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ContextCleaner;
import org.apache.spark.Dependency;
import org.apache.spark.HashPartitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a batch leaves behind on executors and disks. Swept away when the next one begins, instead
 * of whenever the driver's garbage collector gets to it.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final SparkContext context;
  private final Optional<WorkDirectory> directory;
  private final List<RDD<?>> cached = new ArrayList<>();
  private final List<Integer> shuffles = new ArrayList<>();
  private final List<String> files = new ArrayList<>();

  Leftovers(SparkContext context, Optional<WorkDirectory> directory) {
    this.context = context;
    this.directory = directory;
  }

  /** Lets Spark keep the RDD until the batch is swept. */
  void persist(RDD<?> rdd) {
    rdd.persist(StorageLevel.MEMORY_AND_DISK());
    cached.add(rdd);
  }

  /** Sends blocks to the partitions that they name. */
  RDD<Tuple2<Object, byte[]>> shuffle(RDD<Tuple2<Object, byte[]>> routed, int partitions) {
    ShuffledRDD<Object, byte[], byte[]> shuffled =
        new ShuffledRDD<Object, byte[], byte[]>(
            routed,
            new HashPartitioner(partitions),
            Scala.intTag(),
            Scala.tag(byte[].class),
            Scala.tag(byte[].class));
    shuffled.setSerializer(new BlockSerializer());
    shuffles.add(((ShuffleDependency<?, ?, ?>) shuffled.dependencies().head()).shuffleId());
    return shuffled;
  }

  /** What one of Spark's own libraries shuffled and kept on the way from batches to a result. */
  void library(RDD<?> result) {
    Set<Integer> seen = new HashSet<>();
    Deque<RDD<?>> open = new ArrayDeque<>(List.of(result));
    while (!open.isEmpty()) {
      RDD<?> rdd = open.pop();
      if (rdd instanceof ValuesRdd<?> || !seen.add(rdd.id())) {
        continue;
      }
      if (rdd.getStorageLevel().isValid()) {
        cached.add(rdd);
      }
      for (Dependency<?> dependency : CollectionConverters.asJava(rdd.dependencies())) {
        if (dependency instanceof ShuffleDependency<?, ?, ?> shuffle) {
          shuffles.add(shuffle.shuffleId());
        }
        open.push(dependency.rdd());
      }
    }
  }

  /** A file or folder of the work directory that is no longer needed after this batch. */
  void file(String name) {
    files.add(name);
  }

  void sweep() {
    cached.forEach(rdd -> rdd.unpersist(false));
    cached.clear();
    if (context.cleaner().isDefined()) {
      ContextCleaner cleaner = context.cleaner().get();
      shuffles.forEach(shuffle -> cleaner.doCleanupShuffle(shuffle, false));
    }
    shuffles.clear();
    directory.ifPresent(this::deleteFiles);
    files.clear();
  }

  private void deleteFiles(WorkDirectory from) {
    for (String file : files) {
      try {
        from.delete(file);
      } catch (IOException e) {
        LOG.warn("{} in {} could not be deleted", file, from.root(), e);
      }
    }
  }
}
