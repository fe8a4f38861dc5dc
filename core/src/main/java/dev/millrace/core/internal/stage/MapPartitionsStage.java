package dev.millrace.core.internal.stage;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.function.MapPartitionsFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Holds the values of a partition back until it is complete, then hands all of them over. */
public record MapPartitionsStage<T, R>(String where, MapPartitionsFunction<T, R> function)
    implements Stage<T, R> {
  public MapPartitionsStage {
    Objects.requireNonNull(function, "function");
  }

  @Override
  public StageSink<T> bind(StageSink<R> downstream, TaskContext task) {
    List<T> values = new ArrayList<>();
    return new ChainedSink<>(downstream) {
      @Override
      public void emit(T value) {
        values.add(value);
      }

      @Override
      public void complete() throws Exception {
        try {
          function.apply(values, NonNull.of(downstream, where, function));
        } catch (Exception e) {
          throw UserCode.failed(where, e);
        }
        downstream.complete();
      }
    };
  }
}
