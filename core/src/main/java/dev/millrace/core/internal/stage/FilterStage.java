package dev.millrace.core.internal.stage;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.function.FilterFunction;
import java.lang.invoke.MethodHandles;
import java.util.Objects;

/** The values that pass a test. */
public record FilterStage<T>(String where, FilterFunction<? super T> test) implements Stage<T, T> {
  private static final OwnClass SINKS =
      new OwnClass(MethodHandles.lookup(), Sink.class, FilterFunction.class);

  public FilterStage {
    Objects.requireNonNull(test, "test");
  }

  @Override
  public StageSink<T> bind(StageSink<T> downstream, TaskContext task) {
    return SINKS.make(downstream, where, test);
  }

  /** Template; see {@link OwnClass}. */
  static final class Sink<T> extends ChainedSink<T, T> {
    private final String where;
    private final FilterFunction<? super T> test;

    Sink(StageSink<T> downstream, String where, FilterFunction<? super T> test) {
      super(downstream);
      this.where = where;
      this.test = test;
    }

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
  }
}
