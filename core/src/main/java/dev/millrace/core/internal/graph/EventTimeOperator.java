package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.internal.stage.MapStage;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.time.Timed;
import dev.millrace.core.time.TimestampExtractor;
import java.util.List;
import java.util.Objects;

/** Gives each value its time and finds, with each batch, how far the stream is complete. */
public final class EventTimeOperator<T> extends Operator<Timed<T>> implements Stateful<StreamTime> {
  private final Operator<T> input;
  private final EventTime<T> eventTime;

  public EventTimeOperator(String name, Operator<T> input, EventTime<T> eventTime) {
    super(name);
    this.input = input;
    this.eventTime = Objects.requireNonNull(eventTime, "eventTime");
  }

  @Override
  public String kind() {
    return "withEventTime";
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(input);
  }

  @Override
  public Batch<Timed<T>> compute(BatchScope scope) throws Exception {
    Batch<Timed<T>> timed =
        scope.batch(input).pipe(new MapStage<>(where(), stamp(eventTime.timestamps()))).cache();
    List<SplitTimes> times = timed.runPartitions(SplitTimes.of(where(), eventTime.watermarks()));
    scope.state(this).advance(scope.info(), input.splits(scope), times);
    return timed;
  }

  private static <T> MapFunction<T, Timed<T>> stamp(TimestampExtractor<T> timestamps) {
    return value -> {
      long time = timestamps.epochMillis(value);
      if (Math.abs(time) > SplitTimes.LIMIT || time == Long.MIN_VALUE) {
        throw new IllegalArgumentException(
            "expected milliseconds since 1970, got " + time + "; leave such records out first");
      }
      return new Timed<>(time, value);
    };
  }

  @Override
  public EventTimeOperator<T> withName(String newName) {
    return new EventTimeOperator<>(newName, input, eventTime);
  }

  @Override
  public StreamTime newState(Engine engine, int partitions) {
    return new StreamTime(eventTime);
  }
}
