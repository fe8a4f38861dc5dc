package dev.millrace.core.engine;

import dev.millrace.core.KeyValue;

/**
 * Sends equal keys to the same partition, the same one in every JVM, and spreads different keys
 * evenly. All that is keyed (shuffles, keyed state) goes by this rule.
 *
 * <p>Enums count by name. Records with enums or open types inside count by their components, so
 * such a record must not have an {@code equals} of its own. Keys that compare by identity (arrays,
 * classes that inherit {@code Object.hashCode}, records of those) are refused with a {@link
 * dev.millrace.core.ConfigurationException}.
 */
public final class KeyPartitioner<K> implements Partitioner<KeyValue<K, ?>> {
  private static final long serialVersionUID = 1L;

  @Override
  public int partition(KeyValue<K, ?> value, long index, int partitions) {
    return partition(value.key(), partitions);
  }

  /** The partition of a key: its hash, mixed well, scaled to the number of partitions. */
  public static int partition(Object key, int partitions) {
    int mixed = mix(KeyHash.of(key));
    return (int) (((mixed & 0xFFFFFFFFL) * partitions) >>> 32);
  }

  /** The finalizer of MurmurHash3 (Austin Appleby, public domain): every bit affects every bit. */
  private static int mix(int hash) {
    int h = hash;
    h = (h ^ (h >>> 16)) * 0x85EBCA6B;
    h = (h ^ (h >>> 13)) * 0xC2B2AE35;
    return h ^ (h >>> 16);
  }
}
