package dev.millrace.core.engine;

import java.io.Serializable;
import java.util.List;

/** Does something with all values of one partition, in order, where they are. */
@FunctionalInterface
public interface PartitionFunction<T, A> extends Serializable {
  A apply(int partition, List<T> values) throws Exception;
}
