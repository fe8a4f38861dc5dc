package dev.millrace.core;

import dev.millrace.core.function.KeyExtractor;
import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.internal.graph.EventTimeOperator;
import dev.millrace.core.internal.graph.NarrowOperator;
import dev.millrace.core.internal.graph.Steps;
import dev.millrace.core.internal.stage.MapStage;
import dev.millrace.core.internal.stage.UserCode;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.Timed;
import dev.millrace.core.window.Window;
import dev.millrace.core.window.WindowOptions;

/**
 * A stream that knows the event time of its records and how far it is complete; see {@link
 * dev.millrace.core.time}. Must be named.
 *
 * <pre>{@code
 * trades
 *     .withEventTime(EventTime.of(Trade::time).withOutOfOrderness(Duration.ofSeconds(5)))
 *     .named("trades")
 *     .keyBy(Trade::symbol, StateCodecs.string())
 *     .mapValues(Trade::volume)
 *     .window(TumblingWindow.of(Duration.ofMinutes(1)))
 *     .reduce(StateCodecs.float64(), Double::sum)
 *     .named("volume-per-minute")
 *     .results()
 * }</pre>
 *
 * <p>Immutable and thread-safe; functions as in {@link DStream}.
 */
public final class EventTimeDStream<T> {
  private final DStreamGraph graph;
  private final EventTimeOperator<T> clock;

  EventTimeDStream(DStreamGraph graph, EventTimeOperator<T> clock) {
    this.graph = graph;
    this.clock = clock;
  }

  /** The same stream under a stable name, by which its watermark is saved and reported. */
  public EventTimeDStream<T> named(String name) {
    return new EventTimeDStream<>(graph, clock.withName(Steps.checkedName(name)));
  }

  /** The values with their times. */
  public DStream<Timed<T>> timed() {
    return new DStream<>(graph, clock);
  }

  /**
   * Gives each value a key; the value stays whole.
   *
   * @param keys how keys are written to the checkpoint
   */
  public <K> EventTimeKeyedDStream<K, T> keyBy(
      KeyExtractor<? super T, ? extends K> extractor, StateCodec<K> keys) {
    graph.shippable("key extractor of operator keyBy", extractor);
    graph.shippable("codec of keys of operator keyBy", keys);
    return new EventTimeKeyedDStream<>(
        graph,
        clock,
        new NarrowOperator<>(null, "keyBy", clock, where -> keyed(where, extractor)),
        keys);
  }

  /** See {@link EventTimeKeyedDStream#window(Window)}; all values have the key {@code true}. */
  public EventTimeWindows<Boolean, T> window(Window window) {
    return window(window, WindowOptions.defaults());
  }

  /**
   * See {@link EventTimeKeyedDStream#window(Window, WindowOptions)}; all values have the key {@code
   * true}, so one task works on all of a batch.
   */
  public EventTimeWindows<Boolean, T> window(Window window, WindowOptions options) {
    return keyBy(value -> true, StateCodecs.bool()).window(window, options);
  }

  private static <K, T> MapStage<Timed<T>, KeyValue<K, Timed<T>>> keyed(
      String where, KeyExtractor<? super T, ? extends K> extractor) {
    return new MapStage<>(
        where,
        timed -> new KeyValue<>(UserCode.present(where, extractor.key(timed.value())), timed));
  }
}
