package dev.millrace.core.internal.stage;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.function.FilterFunction;
import java.util.Objects;

/** The values that pass a test. */
public record FilterStage<T>(String where, FilterFunction<? super T> test) implements Stage<T, T> {
  public FilterStage {
    Objects.requireNonNull(test, "test");
  }

  @Override
  public StageSink<T> bind(StageSink<T> downstream, TaskContext task) {
    return new ChainedSink<>(downstream) {
      @Override
      public void emit(T value) throws Exception {
        boolean passes;
        try {
          passes = test.test(value);
        } catch (Exception e) {
          throw UserCode.failed(where, e);
        }
        if (passes) {
          downstream.emit(value);
        }
      }
    };
  }
}
