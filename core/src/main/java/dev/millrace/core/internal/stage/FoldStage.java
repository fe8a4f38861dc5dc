package dev.millrace.core.internal.stage;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;

/** Combines all values of a partition into one; an empty partition gives none. */
public record FoldStage<T, A>(Combiner<T, A, ?> combiner) implements Stage<T, A> {
  @Override
  public StageSink<T> bind(StageSink<A> downstream, TaskContext task) {
    return new StageSink<>() {
      private A accumulator;

      @Override
      public void emit(T value) throws Exception {
        accumulator =
            accumulator == null ? combiner.first(value) : combiner.add(accumulator, value);
      }

      @Override
      public void complete() throws Exception {
        if (accumulator != null) {
          downstream.emit(accumulator);
        }
        downstream.complete();
      }
    };
  }
}
