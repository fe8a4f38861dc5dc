package dev.millrace.core.internal.stage;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import java.util.concurrent.atomic.LongAdder;

/** Counts the values of tasks that succeed; all tasks share the driver's counter. */
public record CountStage<T>(LongAdder counter) implements Stage<T, T> {
  @Override
  public StageSink<T> bind(StageSink<T> downstream, TaskContext task) {
    return new ChainedSink<>(downstream) {
      private long count;

      @Override
      public void emit(T value) throws Exception {
        count++;
        downstream.emit(value);
      }

      @Override
      public void complete() throws Exception {
        downstream.complete();
        counter.add(count);
      }
    };
  }
}
