package dev.millrace.core;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.function.Aggregation;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.state.KeyProcess;
import dev.millrace.core.state.KeyProcessFunction;
import dev.millrace.core.state.ProcessSpec;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.ShippingEngine;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.time.KeyTimer;
import dev.millrace.core.time.Timed;
import dev.millrace.core.window.BatchWindow;
import dev.millrace.core.window.JoinInterval;
import dev.millrace.core.window.TumblingWindow;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** What cannot travel is refused where it is passed, if the engine ships, and only then. */
class UnshippableFunctionTest {
  private static final StreamingConfig SHIPS =
      StreamingConfig.named("test").withEngine(ShippingEngine.provider(1));

  private final DStream<Integer> numbers = numbers(SHIPS);
  private final KeyedDStream<Integer, Integer> keyed = numbers.keyBy(x -> x % 2);
  private final int factor = 3;

  private static DStream<Integer> numbers(StreamingConfig config) {
    return StreamingContext.create(config).source("numbers", ReplaySource.of(List.of(1)));
  }

  /** Cannot be serialized. */
  private static final class Handle {
    int use(int value) {
      return value;
    }

    boolean test(int value) {
      return value > 0;
    }
  }

  private record Holder(String name, List<Object> parts) implements Serializable {}

  private record HandleCodec(Handle handle) implements StateCodec<Integer> {
    @Override
    public String layout() {
      return "i32";
    }

    @Override
    public void write(Integer value, DataOutput out) throws IOException {
      out.writeInt(handle.use(value));
    }

    @Override
    public Integer read(DataInput in) throws IOException {
      return in.readInt();
    }
  }

  private record HandleSource(Handle handle) implements Source<Integer> {
    @Override
    public SplitPlanner planner(SourceContext context) {
      throw new IllegalStateException("not reached");
    }

    @Override
    public SplitReader<Integer> reader(OffsetRange range) {
      throw new IllegalStateException("not reached");
    }
  }

  private static Map<String, Executable> callsOn(
      DStream<Integer> numbers, KeyedDStream<Integer, Integer> keyed) {
    Handle handle = new Handle();
    StateCodec<Integer> codec = new HandleCodec(handle);
    StateCodec<Integer> ints = StateCodecs.int32();
    BatchWindow window = BatchWindow.batches(2, 1);
    Aggregation<Integer, Integer, Integer> sum =
        Aggregation.of(() -> 0, (a, x) -> a + handle.use(x), Integer::sum, a -> a);
    Map<String, Executable> calls = new LinkedHashMap<>();
    calls.put("function of operator map", () -> numbers.map(x -> handle.use(x)));
    calls.put("test of operator filter", () -> numbers.filter(x -> handle.test(x)));
    calls.put(
        "function of operator flatMap",
        () -> numbers.<Integer>flatMap((x, out) -> out.emit(handle.use(x))));
    calls.put(
        "function of operator mapPartitions",
        () -> numbers.<Integer>mapPartitions((all, out) -> out.emit(handle.use(all.size()))));
    calls.put("consumer of operator peek", () -> numbers.peek(x -> handle.use(x)));
    calls.put("test 1 of operator split", () -> numbers.split(x -> x > 1, x -> handle.test(x)));
    calls.put("function of operator reduce", () -> numbers.reduce((a, b) -> handle.use(a + b)));
    calls.put("aggregation of operator aggregate", () -> numbers.aggregate(sum));
    calls.put("key extractor of operator keyBy", () -> numbers.keyBy(x -> handle.use(x)));
    calls.put("codec of operator window", () -> numbers.window(window, codec));
    calls.put(
        "codec of operator countByValueAndWindow",
        () -> numbers.countByValueAndWindow(window, codec));
    calls.put(
        "function of operator reduceByWindow",
        () -> numbers.reduceByWindow(window, ints, (a, b) -> handle.use(a + b)));
    calls.put(
        "inverse of operator reduceByWindow",
        () -> numbers.reduceByWindow(window, ints, Integer::sum, (a, b) -> handle.use(a - b)));
    calls.put("test of operator filter (keyed)", () -> keyed.filter(x -> handle.test(x.value())));
    calls.put("function of operator mapValues", () -> keyed.mapValues(x -> handle.use(x)));
    calls.put(
        "function of operator flatMapValues",
        () -> keyed.<Integer>flatMapValues((x, out) -> out.emit(handle.use(x))));
    calls.put(
        "function of operator reduceByKey", () -> keyed.reduceByKey((a, b) -> handle.use(a + b)));
    calls.put("aggregation of operator combineByKey", () -> keyed.combineByKey(sum));
    calls.put("table of operator join with a table", () -> keyed.join(Map.of(1, handle)));
    calls.put(
        "table of operator leftOuterJoin with a table",
        () -> keyed.leftOuterJoin(Map.of(1, handle)));
    calls.put(
        "function of operator updateStateByKey",
        () -> keyed.updateStateByKey(ints, ints, (x, s) -> Optional.of(handle.use(x.size()))));
    calls.put(
        "codec of states of operator updateStateByKey",
        () -> keyed.updateStateByKey(ints, codec, (x, s) -> s));
    calls.put(
        "function of operator mapWithState",
        () ->
            keyed.mapWithState(
                StateSpec.<Integer, Integer, Integer, Integer>of(
                    ints, ints, (key, x, state, out) -> out.emit(handle.use(key)))));
    calls.put(
        "codec of keys of operator groupByKeyAndWindow",
        () -> keyed.groupByKeyAndWindow(window, codec, ints));
    calls.put(
        "function of operator reduceByKeyAndWindow",
        () -> keyed.reduceByKeyAndWindow(window, ints, ints, (a, b) -> handle.use(a + b)));
    calls.put(
        "inverse of operator reduceByKeyAndWindow",
        () ->
            keyed.reduceByKeyAndWindow(
                window, ints, ints, Integer::sum, (a, b) -> handle.use(a - b)));
    calls.putAll(callsOn(numbers.withEventTime(EventTime.ofEpochMillis(x -> x)), numbers));
    return calls;
  }

  private static Map<String, Executable> callsOn(
      EventTimeDStream<Integer> timed, DStream<Integer> numbers) {
    Handle handle = new Handle();
    StateCodec<Integer> codec = new HandleCodec(handle);
    StateCodec<Integer> ints = StateCodecs.int32();
    EventTimeKeyedDStream<Integer, Integer> keyed = timed.keyBy(x -> x % 2, ints);
    EventTimeWindows<Integer, Integer> windows =
        keyed.window(TumblingWindow.of(Duration.ofMinutes(1)));
    EventTime<Integer> time = EventTime.ofEpochMillis(x -> handle.use(x));
    EventTime<Integer> policy =
        EventTime.<Integer>ofEpochMillis(x -> x).withWatermarks((x, at) -> handle.use(x));
    Map<String, Executable> calls = new LinkedHashMap<>();
    calls.put("timestamp extractor of operator withEventTime", () -> numbers.withEventTime(time));
    calls.put("watermark policy of operator withEventTime", () -> numbers.withEventTime(policy));
    calls.put(
        "key extractor of operator keyBy (timed)", () -> timed.keyBy(x -> handle.use(x), ints));
    calls.put("codec of keys of operator keyBy (timed)", () -> timed.keyBy(x -> x, codec));
    calls.put("function of operator mapValues (timed)", () -> keyed.mapValues(x -> handle.use(x)));
    calls.put("codec of operator window (timed)", () -> windows.group(codec));
    calls.put(
        "function of operator window (timed)",
        () -> windows.reduce(ints, (a, b) -> handle.use(a + b)));
    calls.put(
        "codec of states of operator process",
        () -> keyed.process(ProcessSpec.of(codec, new Holding(null))));
    calls.put(
        "function of operator process",
        () -> keyed.process(ProcessSpec.of(ints, new Holding(handle))));
    calls.put(
        "codec of values of operator process",
        () -> keyed.process(ProcessSpec.of(ints, new Holding(null)).inTimeOrder(codec)));
    calls.put(
        "codec of right values of operator intervalJoin",
        () ->
            keyed.intervalJoin(keyed, JoinInterval.of(Duration.ZERO, Duration.ZERO), ints, codec));
    return calls;
  }

  private record Holding(Handle handle)
      implements KeyProcessFunction<Integer, Integer, Integer, Integer> {
    @Override
    public void onValue(
        Integer key, Timed<Integer> value, KeyProcess<Integer> process, Emitter<Integer> out) {}

    @Override
    public void onTimer(
        Integer key, KeyTimer timer, KeyProcess<Integer> process, Emitter<Integer> out) {}
  }

  private static ConfigurationException refusal(Executable call) {
    return assertThrows(ConfigurationException.class, call);
  }

  private static void assertSays(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "expected '" + part + "' in: " + message);
    }
  }

  /** The first frame that is not Millrace's own. */
  private static StackTraceElement usersLine(Throwable failure) {
    List<String> own =
        Stream.of(
                DStream.class,
                KeyedDStream.class,
                EventTimeDStream.class,
                EventTimeKeyedDStream.class,
                EventTimeWindows.class,
                StreamingContext.class)
            .map(Class::getName)
            .toList();
    return Stream.of(failure.getStackTrace())
        .filter(
            frame ->
                !frame.getClassName().startsWith("dev.millrace.core.engine")
                    && !frame.getClassName().startsWith("dev.millrace.core.internal")
                    && !own.contains(frame.getClassName()))
        .findFirst()
        .orElseThrow();
  }

  @TestFactory
  Stream<DynamicTest> shouldNameOperatorAndCulpritAtTheCall() {
    return callsOn(numbers, keyed).entrySet().stream()
        .map(
            call ->
                dynamicTest(
                    call.getKey(),
                    () -> {
                      ConfigurationException refusal = refusal(call.getValue());
                      assertSays(
                          refusal.getMessage(),
                          call.getKey().replaceAll(" \\(.*", ""),
                          Handle.class.getName(),
                          "not Serializable",
                          "mapPartitions");
                      assertEquals(
                          UnshippableFunctionTest.class.getName(),
                          usersLine(refusal).getClassName());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> shouldCheckNothingWhereNothingIsShipped() {
    DStream<Integer> local =
        numbers(StreamingConfig.named("test").withEngine(() -> LocalEngine.withThreads(1)));
    return callsOn(local, local.keyBy(x -> x)).entrySet().stream()
        .map(call -> dynamicTest(call.getKey(), () -> assertDoesNotThrow(call.getValue())));
  }

  @Test
  void shouldPointAtTheLineOfTheCall() {
    Handle handle = new Handle();
    int before = new Throwable().getStackTrace()[0].getLineNumber();
    Executable call = () -> numbers.map(x -> handle.use(x));
    assertEquals(before + 1, usersLine(refusal(call)).getLineNumber());
  }

  @Test
  void shouldNameTheVariableThatWasCaptured() {
    long wide = 1;
    Handle meter = new Handle();
    assertSays(
        refusal(() -> numbers.map(x -> wide + meter.use(x))).getMessage(),
        "it -> captured variable meter (" + Handle.class.getTypeName() + "), which is not");
  }

  @Test
  void shouldNameTheObjectOfAMethodReference() {
    Handle handle = new Handle();
    assertSays(refusal(() -> numbers.map(handle::use)).getMessage(), "it -> object before ::use (");
  }

  @Test
  void shouldSayThatALambdaTookTheObjectAroundIt() {
    assertSays(
        refusal(() -> numbers.map(x -> x * factor + hashCode())).getMessage(),
        "it -> captured this (" + UnshippableFunctionTest.class.getName() + ")",
        "copy the field into a local variable");
    MapFunction<Integer, Integer> anonymous =
        new MapFunction<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public Integer apply(Integer value) {
            return value * factor + numbers.hashCode();
          }
        };
    assertSays(refusal(() -> numbers.map(anonymous)).getMessage(), "it -> captured this (");
  }

  @Test
  void shouldFollowFieldsListsAndMapsDownToTheCulprit() {
    List<Object> parts =
        new ArrayList<>(List.of("fine", Map.of("key", new Object[] {1, new Handle()})));
    Holder holder = new Holder("holder", parts);
    assertSays(
        refusal(() -> numbers.map(x -> holder.name())).getMessage(),
        "captured variable holder (",
        " -> field parts (java.util.ArrayList) -> element 1 (",
        " -> value of entry 0 (java.lang.Object[]) -> element 1 (" + Handle.class.getTypeName());
  }

  @Test
  void shouldLookIntoWhatStandsForAnObjectOnItsWay() {
    Pair<Object, Object> pair = new Pair<>(Optional.of(1), new Handle());
    assertSays(
        refusal(() -> numbers.map(x -> pair.left().hashCode())).getMessage(),
        "captured variable pair (",
        " -> field value (" + Handle.class.getTypeName());
  }

  @Test
  void shouldEndOnObjectsThatHoldThemselves() {
    List<Object> parts = new ArrayList<>();
    parts.add(parts);
    parts.add(new Handle());
    Holder holder = new Holder("loop", parts);
    assertSays(
        refusal(() -> numbers.map(x -> holder.name())).getMessage(), "element 1 (", "Handle");
  }

  @Test
  void shouldCheckSources() {
    StreamingContext context = StreamingContext.create(SHIPS);
    ConfigurationException refusal =
        refusal(() -> context.source("orders", new HandleSource(new Handle())));
    assertSays(refusal.getMessage(), "source 'orders'", "field handle (");
    assertEquals(UnshippableFunctionTest.class.getName(), usersLine(refusal).getClassName());
  }

  @Test
  void shouldTakeASourceThatIsReadOnTheDriver() {
    StreamingContext context = StreamingContext.create(SHIPS);
    assertDoesNotThrow(() -> context.source("queue", QueueSource.<Integer>create(1)));
  }

  @Test
  void shouldCarryWhatOuterJoinsGive() {
    StreamingContext context = StreamingContext.create(SHIPS);
    assertDoesNotThrow(() -> context.source("pairs", ReplaySource.of(sides())));
    try (ShippingEngine engine = ShippingEngine.withThreads(1)) {
      engine.beginBatch(new BatchInfo(0, Instant.EPOCH));
      assertEquals(sides(), engine.of(List.of(sides())).collect());
    }
  }

  private static List<Pair<Object, Object>> sides() {
    return List.of(
        new Pair<>(1, Optional.empty()),
        new Pair<>(Optional.of("left"), 2),
        new Pair<>(Optional.empty(), Optional.of(3)),
        new Pair<>("a", "b"));
  }

  @Test
  void shouldLeaveAloneWhatStaysOnTheDriver() {
    Handle handle = new Handle();
    List<Integer> seen = new ArrayList<>();
    assertDoesNotThrow(
        () -> numbers.foreachBatch((batch, context) -> seen.add(handle.use((int) batch.count()))));
    assertDoesNotThrow(
        () -> numbers.transform((batch, context) -> batch.repartition(handle.use(1))));
  }
}
