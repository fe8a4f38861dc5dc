package dev.millrace.core.internal.stage;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.function.Consumer;
import java.util.Objects;

/** Shows every value to a consumer on its way. */
public record PeekStage<T>(String where, Consumer<? super T> consumer) implements Stage<T, T> {
  public PeekStage {
    Objects.requireNonNull(consumer, "consumer");
  }

  @Override
  public StageSink<T> bind(StageSink<T> downstream, TaskContext task) {
    return new ChainedSink<>(downstream) {
      @Override
      public void emit(T value) throws Exception {
        try {
          consumer.accept(value);
        } catch (Exception e) {
          throw UserCode.failed(where, e);
        }
        downstream.emit(value);
      }
    };
  }
}
