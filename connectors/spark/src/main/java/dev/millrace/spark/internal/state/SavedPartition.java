package dev.millrace.spark.internal.state;

import dev.millrace.core.checkpoint.StateRange;
import java.io.Serializable;
import java.util.List;

/**
 * A partition on its way between its executor and the checkpoint.
 *
 * @param group what the partition's log saved
 * @param files beside the checkpoint: those to write, or those to read
 * @param uses the files without which the group is not whole
 * @param point where the log stands now
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SavedPartition(byte[] group, List<File> files, List<StateRange> uses, LogPoint point)
    implements Serializable {
  /** A file and all that is in it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record File(String name, byte[] bytes) implements Serializable {}
}
