package dev.millrace.core.internal.stage;

import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.function.FilterFunction;
import java.util.List;

/** Puts before each value the number of the first test that it passes, or how many there are. */
public record RouteStage<T>(String where, List<FilterFunction<? super T>> tests)
    implements Stage<T, KeyValue<Integer, T>> {
  public RouteStage {
    tests = List.copyOf(tests);
  }

  @Override
  public StageSink<T> bind(StageSink<KeyValue<Integer, T>> downstream, TaskContext task) {
    return new ChainedSink<>(downstream) {
      @Override
      public void emit(T value) throws Exception {
        int way = 0;
        try {
          while (way < tests.size() && !tests.get(way).test(value)) {
            way++;
          }
        } catch (Exception e) {
          throw UserCode.failed(where, e);
        }
        downstream.emit(new KeyValue<>(way, value));
      }
    };
  }
}
