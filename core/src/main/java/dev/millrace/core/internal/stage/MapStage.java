package dev.millrace.core.internal.stage;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.function.MapFunction;
import java.util.Objects;

/** One value for each. */
public record MapStage<T, R>(String where, MapFunction<? super T, ? extends R> function)
    implements Stage<T, R> {
  public MapStage {
    Objects.requireNonNull(function, "function");
  }

  @Override
  public StageSink<T> bind(StageSink<R> downstream, TaskContext task) {
    return new ChainedSink<>(downstream) {
      @Override
      public void emit(T value) throws Exception {
        R result;
        try {
          result = UserCode.present(where, function.apply(value));
        } catch (Exception e) {
          throw UserCode.failed(where, e);
        }
        downstream.emit(result);
      }
    };
  }
}
