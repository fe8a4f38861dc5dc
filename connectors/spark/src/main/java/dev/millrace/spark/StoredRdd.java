package dev.millrace.spark;

import dev.millrace.core.MillraceException;
import dev.millrace.spark.internal.codec.BlockDecoder;
import dev.millrace.spark.internal.codec.BlockEncoder;
import dev.millrace.spark.internal.state.WorkDirectory;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;

/**
 * Values that some job has stored. {@link Target#store} puts them where this RDD's own blocks
 * belong, so Spark finds them, moves them to disk when memory is short, and sends tasks to where
 * they are. A block that is lost with its executor is read from its file.
 */
final class StoredRdd<T> extends SingleRdd<Block<T>> {
  private static final long serialVersionUID = 1L;

  /**
   * Where the blocks go.
   *
   * @param rdd id of the stored RDD
   * @param directory for files; null where no executor can be lost
   */
  record Target(int rdd, WorkDirectory directory) implements Serializable {
    String folder() {
      return "held-" + rdd;
    }

    private String file(int partition) {
      return folder() + "/" + partition + ".block";
    }

    /** In a task: stores one partition. */
    <T> void store(int partition, List<T> values) throws IOException {
      if (directory != null) {
        BlockEncoder encoder = new BlockEncoder();
        values.forEach(encoder::add);
        directory.write(file(partition), encoder.finish(0));
      }
      SparkEnv.get()
          .blockManager()
          .putSingle(
              new RDDBlockId(rdd, partition),
              new Block<>(values, new LetterBox(0, partition, List.of())),
              StorageLevel.MEMORY_AND_DISK(),
              true,
              Scala.tag(Block.class));
    }
  }

  private final Target target;
  private final int partitions;

  StoredRdd(SparkContext context, int partitions, WorkDirectory directory) {
    super(context, List.of(), Block.class);
    this.partitions = partitions;
    this.target = new Target(id(), directory);
  }

  Target target() {
    return target;
  }

  @Override
  Block<T> one(Partition partition, TaskContext context) {
    int number = partition.index();
    return Attempt.run(
        new SparkTask(null, number),
        task ->
            new Block<>(
                new BlockDecoder(read(number)).<T>toList(), new LetterBox(0, number, List.of())));
  }

  private byte[] read(int partition) throws IOException {
    String file = target.file(partition);
    if (target.directory() == null) {
      throw new MillraceException("Spark no longer has a block that a window holds: " + file);
    }
    return target
        .directory()
        .read(file)
        .orElseThrow(() -> new MillraceException(file + " is not in " + target.directory().root()));
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] all = new Partition[partitions];
    for (int i = 0; i < partitions; i++) {
      all[i] = new Part(i);
    }
    return all;
  }

  private record Part(int index) implements Partition {}
}
