package dev.millrace.core.engine;

import java.io.Serializable;

/**
 * One narrow step of a partition's pass: values in, values out, no look at other partitions. A
 * chain of stages is bound back to front into one object per task, so a partition is run through
 * all of them in a single pass, without a collection in between.
 */
@FunctionalInterface
public interface Stage<T, R> extends Serializable {
  /**
   * Called once per task.
   *
   * @return takes this stage's input and hands its output to {@code downstream}; its {@code
   *     complete} must complete {@code downstream}
   */
  StageSink<T> bind(StageSink<R> downstream, TaskContext task) throws Exception;
}
