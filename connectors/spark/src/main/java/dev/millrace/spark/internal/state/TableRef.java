package dev.millrace.spark.internal.state;

import dev.millrace.core.state.StateDescriptor;
import java.io.Serializable;
import java.util.Optional;

/**
 * A table as tasks know it.
 *
 * @param engine the engine that it belongs to, unique in the world
 * @param number of the table within the engine
 * @param directory where changes are written; null where no executor can be lost
 */
public record TableRef<K, S>(
    String engine, int number, StateDescriptor<K, S> descriptor, WorkDirectory directory)
    implements Serializable {
  /** Where changes are written, if they are. */
  public Optional<WorkDirectory> files() {
    return Optional.ofNullable(directory);
  }

  /** The directory of one partition. */
  public String folder(int partition) {
    return "table-" + number + "/" + partition;
  }

  /** The file that holds what an update changed. */
  public String delta(int partition, long update) {
    return folder(partition) + "/" + update + ".delta";
  }

  /** The file that holds the whole partition after an update. */
  public String base(int partition, long update) {
    return folder(partition) + "/" + update + ".base";
  }
}
