package dev.millrace.core.engine;

import java.io.Serializable;

/** Says to which partition a value goes. */
@FunctionalInterface
public interface Partitioner<T> extends Serializable {
  /**
   * @param value the value
   * @param index how many values of the same partition came before it
   * @param partitions how many partitions there are
   * @return from 0 to {@code partitions - 1}; depends on the arguments alone
   */
  int partition(T value, long index, int partitions) throws Exception;
}
