package dev.millrace.spark.internal.state;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keyed state that this executor holds; one per JVM, as executors are. Filled and found by
 * tasks, let go when the engine that it belongs to is closed.
 */
public final class ExecutorTables {
  private static final Map<Key, PartitionCopy<?, ?>> COPIES = new ConcurrentHashMap<>();

  private record Key(String engine, int table, int partition) {}

  private ExecutorTables() {}

  /** This executor's copy of a partition; a new one is empty. */
  @SuppressWarnings("unchecked") // the key says which table, and that its types
  public static <K, S> PartitionCopy<K, S> copy(TableRef<K, S> table, int partition) {
    return (PartitionCopy<K, S>)
        COPIES.computeIfAbsent(
            new Key(table.engine(), table.number(), partition),
            key -> new PartitionCopy<>(table, partition));
  }

  /**
   * Lets go of copies that no task can use again, because the partition has moved to another
   * executor and was written whole there since.
   *
   * @param oldest the oldest version of any partition of the table that may still be asked for
   */
  public static void dropBefore(TableRef<?, ?> table, long oldest) {
    COPIES
        .entrySet()
        .removeIf(
            entry ->
                entry.getKey().engine().equals(table.engine())
                    && entry.getKey().table() == table.number()
                    && entry.getValue().stood() < oldest);
  }

  /** Lets go of all state of an engine. */
  public static void drop(String engine) {
    COPIES.keySet().removeIf(key -> key.engine().equals(engine));
  }

  /** How many partitions of an engine this executor holds. */
  public static long count(String engine) {
    return COPIES.keySet().stream().filter(key -> key.engine().equals(engine)).count();
  }
}
