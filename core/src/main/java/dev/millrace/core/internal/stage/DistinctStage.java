package dev.millrace.core.internal.stage;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.internal.collect.KeyIndex;

/** Every value of a partition once, where it first came. */
public record DistinctStage<T>() implements Stage<T, T> {
  @Override
  public StageSink<T> bind(StageSink<T> downstream, TaskContext task) {
    KeyIndex<T> seen = new KeyIndex<>();
    return new ChainedSink<>(downstream) {
      @Override
      public void emit(T value) throws Exception {
        int before = seen.size();
        if (seen.add(value) == before) {
          downstream.emit(value);
        }
      }
    };
  }
}
