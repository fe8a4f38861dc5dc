package dev.millrace.core.internal.stage;

import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;

/** The values that {@link RouteStage} sent one way. */
public record SelectStage<T>(int way) implements Stage<KeyValue<Integer, T>, T> {
  @Override
  public StageSink<KeyValue<Integer, T>> bind(StageSink<T> downstream, TaskContext task) {
    return new ChainedSink<>(downstream) {
      @Override
      public void emit(KeyValue<Integer, T> routed) throws Exception {
        if (routed.key() == way) {
          downstream.emit(routed.value());
        }
      }
    };
  }
}
