package dev.millrace.core.engine;

import dev.millrace.core.function.Emitter;

/** Takes the values of one partition in order, then {@link #complete}, once. */
public interface StageSink<T> extends Emitter<T> {
  /** There is no more; pass on whatever was held back, then complete what comes after. */
  default void complete() throws Exception {}
}
