package dev.millrace.spark.internal.state;

import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerId;

/**
 * An executor.
 *
 * @param host the machine
 * @param executor which one on it
 */
public record Place(String host, String executor) {
  /** This one. */
  public static Place here() {
    BlockManagerId id = SparkEnv.get().blockManager().blockManagerId();
    return new Place(id.host(), id.executorId());
  }
}
