package dev.millrace.spark;

import dev.millrace.core.engine.StageSink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One partition of a batch inside a task, ready to be pushed through what comes after. Spark's own
 * partitions hold one pass each, so a chain of operators is one loop over the values, whatever
 * Spark makes of its iterators.
 */
interface Pass<T> {
  /** Pushes every value, then completes {@code sink}. */
  void push(StageSink<? super T> sink, SparkTask task) throws Exception;

  /** All values; not modified by whoever gets them. */
  default List<T> values(SparkTask task) throws Exception {
    List<T> values = new ArrayList<>();
    push(values::add, task);
    return Collections.unmodifiableList(values);
  }
}
