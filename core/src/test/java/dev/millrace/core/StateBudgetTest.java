package dev.millrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.engine.KeyPartitioner;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.state.KeyProcess;
import dev.millrace.core.state.KeyProcessFunction;
import dev.millrace.core.state.ProcessSpec;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateSpec;
import dev.millrace.core.state.StateTable;
import dev.millrace.core.state.StateUsage;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.time.KeyTimer;
import dev.millrace.core.time.Timed;
import dev.millrace.core.window.JoinInterval;
import dev.millrace.core.window.TumblingWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** State keeps to its budget, and what it gives up depends on nothing but the records. */
class StateBudgetTest {
  private static final long KEY = StateBudget.KEY_BYTES + 8 + 8;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static StateSpec<Long, Long, Long, KeyValue<Long, Long>> counts() {
    return StateSpec.of(
        StateCodecs.int64(),
        StateCodecs.int64(),
        (key, value, state, out) -> {
          state.update(state.get().orElse(0L) + 1);
          out.emit(new KeyValue<>(key, state.get().orElseThrow()));
        });
  }

  /** What a table should hold: per key the count, when it was last used, and its age. */
  private static final class Model {
    private static final int PARTITIONS = 3;

    private record Kept(long key, long count, long used, long age) {}

    private final Map<Long, Kept> kept = new HashMap<>();
    private long ages;
    private long evicted;

    void meet(long second, List<Long> keys, long partitionBytes) {
      for (long key : keys) {
        Kept before = kept.get(key);
        kept.put(
            key,
            before == null
                ? new Kept(key, 1, second, ages++)
                : new Kept(key, before.count + 1, second, before.age));
      }
      for (int partition = 0; partition < PARTITIONS; partition++) {
        int own = partition;
        List<Kept> there =
            kept.values().stream()
                .filter(each -> KeyPartitioner.partition(each.key, PARTITIONS) == own)
                .sorted(Comparator.comparingLong(Kept::used).thenComparingLong(Kept::age))
                .toList();
        long over = there.size() - partitionBytes / KEY;
        for (int i = 0; i < over; i++) {
          kept.remove(there.get(i).key);
          evicted++;
        }
      }
    }
  }

  @Test
  void shouldKeepTheKeysThatAPlainModelKeeps() {
    Random random = new Random(3);
    Model model = new Model();
    StateBudget budget = StateBudget.evicting(900 * KEY);
    StateFunction<Long, Long, Long, Long> count =
        (key, state, values, out) -> {
          long sum = state.orElse(0L) + values.size();
          out.emit(sum);
          return Optional.of(sum);
        };
    try (LocalEngine engine = LocalEngine.withThreads(2)) {
      StateTable<Long, Long> table =
          engine.stateTable(
              new StateDescriptor<>(
                      "counts", StateCodecs.int64(), StateCodecs.int64(), Model.PARTITIONS)
                  .withBudget(budget));
      long evicted = 0;
      for (int second = 0; second < 60; second++) {
        engine.beginBatch(new BatchInfo(second, Instant.ofEpochSecond(second / 2)));
        int spread = 50 + random.nextInt(3_000);
        List<Long> keys = random.longs(400, 0, spread).boxed().toList();
        List<KeyValue<Long, Long>> pairs =
            keys.stream().map(key -> new KeyValue<>(key, 1L)).toList();
        model.meet(second / 2, keys, budget.maxBytes() / Model.PARTITIONS);
        engine.update(
            engine.of(List.of(pairs)), table, count, StateFunction.Visit.ARRIVED, Instant.EPOCH);
        table.apply();
        StateUsage usage = table.usage().orElseThrow();
        evicted += usage.evictedKeys();
        assertEquals(model.kept.size(), table.size(), "keys after batch " + second);
        assertEquals(model.evicted, evicted, "evicted up to batch " + second);
        assertEquals(model.kept.size() * KEY, usage.bytes());
      }
      assertTrue(evicted > 5_000, "only " + evicted + " were evicted");
      engine.beginBatch(new BatchInfo(60, Instant.ofEpochSecond(60)));
      Map<Long, Long> found = new HashMap<>();
      engine
          .update(
              engine.of(List.<List<KeyValue<Long, Long>>>of()),
              table,
              (StateFunction<Long, Long, Long, KeyValue<Long, Long>>)
                  (key, state, values, out) -> {
                    out.emit(new KeyValue<>(key, state.orElseThrow()));
                    return state;
                  },
              StateFunction.Visit.ALL,
              Instant.EPOCH)
          .collect()
          .forEach(pair -> found.put(pair.key(), pair.value()));
      Map<Long, Long> expected = new HashMap<>();
      model.kept.forEach((key, each) -> expected.put(key, each.count));
      assertEquals(expected, found);
    }
  }

  /** Batches of keys, of which there are more than fit. */
  private static List<List<Long>> batches() {
    Random random = new Random(9);
    List<List<Long>> batches = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      batches.add(random.longs(60, 0, 200).boxed().toList());
    }
    return batches;
  }

  private record Outcome(
      List<KeyValue<Long, Long>> output, String state, long evicted, List<DeadLetter> letters) {}

  /** Runs all batches, with a crash in each of them at a step, if there is one. */
  private static Outcome run(StateBudget budget, Optional<BatchStep> crashes) {
    QueueSource<Long> source = QueueSource.create(2);
    MemorySink<KeyValue<Long, Long>> sink = new MemorySink<>();
    MemorySink<DeadLetter> letters = new MemorySink<>();
    Consumer<StreamingContext> description =
        context -> {
          context.deadLetters(letters);
          context
              .source("keys", source)
              .keyBy(key -> key)
              .mapWithState(counts())
              .named("counts")
              .withBudget(budget)
              .to("out", sink);
        };
    long evicted = 0;
    try (StreamTestDriver driver = StreamTestDriver.of(description)) {
      for (List<Long> batch : batches()) {
        source.pushAll(batch);
        driver.advance(SECOND);
        if (crashes.isPresent()) {
          driver.crashAt(crashes.get());
          driver.recover();
        }
        if (crashes.isEmpty() || crashes.get().compareTo(BatchStep.PUBLISH) < 0) {
          StateUsage usage = driver.runBatch().stateUsage().get("counts");
          assertTrue(usage.bytes() <= budget.maxBytes(), usage.toString());
          evicted += usage.evictedKeys();
        }
      }
      return new Outcome(
          sink.records(),
          HexFormat.of().formatHex(driver.checkpoint().orElseThrow().parts().get("counts")),
          evicted,
          letters.records());
    }
  }

  @Test
  void shouldEvictTheSameKeysWhereverItCrashes() {
    StateBudget budget = StateBudget.evicting(100 * KEY).withTtl(SECOND.multipliedBy(6));
    Outcome expected = run(budget, Optional.empty());
    assertTrue(expected.evicted > 100, "only " + expected.evicted + " were evicted");
    for (BatchStep step : BatchStep.values()) {
      Outcome outcome = run(budget, Optional.of(step));
      assertEquals(expected.output, outcome.output, "output, crashes at " + step);
      assertEquals(expected.state, outcome.state, "state, crashes at " + step);
      if (step.compareTo(BatchStep.PUBLISH) < 0) {
        assertEquals(expected.evicted, outcome.evicted, "evicted, crashes at " + step);
      }
    }
  }

  @Test
  void shouldRefuseTheSameRecordsWhereverItCrashes() {
    StateBudget budget = StateBudget.refusing(100 * KEY);
    Outcome expected = run(budget, Optional.empty());
    long records = batches().stream().mapToLong(List::size).sum();
    assertTrue(expected.letters.size() > 100, "only " + expected.letters.size() + " refused");
    assertEquals(records, expected.output.size() + expected.letters.size());
    assertEquals("counts", expected.letters.get(0).origin());
    for (BatchStep step : BatchStep.values()) {
      Outcome outcome = run(budget, Optional.of(step));
      assertEquals(expected.output, outcome.output, "output, crashes at " + step);
      assertEquals(expected.letters, outcome.letters, "dead letters, crashes at " + step);
    }
  }

  @Test
  void shouldKeepEverythingOnDiskThatDoesNotFit() {
    List<BatchReport> reports = new ArrayList<>();
    List<List<String>> outputs = new ArrayList<>();
    for (StateBudget budget : List.of(StateBudget.unlimited(), StateBudget.spilling(16_000))) {
      for (boolean restart : new boolean[] {false, true}) {
        reports.clear();
        outputs.add(
            output(
                numbers ->
                    texts(
                        timed(numbers, "timed")
                            .window(TumblingWindow.of(Duration.ofMillis(500)))
                            .group(StateCodecs.int64())
                            .named("x")
                            .withBudget(budget)
                            .results()),
                restart,
                reports));
      }
    }
    long spilled =
        reports.stream()
            .mapToLong(each -> each.stateUsage().get("x").spilledBytes())
            .max()
            .orElse(0);
    assertTrue(spilled > 0, "nothing went to disk");
    assertTrue(outputs.get(0).size() > 150, outputs.get(0).size() + " results");
    outputs.forEach(output -> assertEquals(outputs.get(0), output));
  }

  @Test
  void shouldWriteTheFileOfSpilledStatesAnewWhenMostOfItIsOfNoUse() {
    try (LocalEngine engine = LocalEngine.withThreads(1)) {
      StateTable<Long, byte[]> table =
          engine.stateTable(
              new StateDescriptor<>("blobs", StateCodecs.int64(), StateCodecs.bytes(), 1)
                  .withBudget(StateBudget.spilling(300_000)));
      StateFunction<Long, Long, byte[], Integer> grow =
          (key, state, values, out) -> {
            byte[] bytes = new byte[10_000 + key.intValue()];
            Arrays.fill(bytes, values.get(0).byteValue());
            out.emit(state.map(old -> old.length * 1_000 + old[old.length - 1]).orElse(-1));
            return Optional.of(bytes);
          };
      for (int second = 0; second < 60; second++) {
        int now = second;
        engine.beginBatch(new BatchInfo(second, Instant.ofEpochSecond(second)));
        List<KeyValue<Long, Long>> pairs =
            LongStream.range(0, 100).mapToObj(key -> new KeyValue<>(key, (long) now)).toList();
        List<Integer> found =
            engine
                .update(
                    engine.of(List.of(pairs)),
                    table,
                    grow,
                    StateFunction.Visit.ARRIVED,
                    Instant.EPOCH)
                .collect();
        table.apply();
        for (int key = 0; key < 100; key++) {
          int expected = second == 0 ? -1 : (10_000 + key) * 1_000 + second - 1;
          assertEquals(expected, found.get(key), "key " + key + " in second " + second);
        }
      }
      assertTrue(table.usage().orElseThrow().spilledBytes() > 500_000);
    }
  }

  @Test
  void shouldStopWhenKeysAloneAreTooMany() {
    MillraceException failure =
        assertThrows(
            MillraceException.class, () -> run(StateBudget.spilling(10_000), Optional.empty()));
    assertTrue(failure.getMessage().contains("counts"), failure.getMessage());
  }

  @Test
  void shouldStopWithWhatToDo() {
    MillraceException failure =
        assertThrows(
            MillraceException.class, () -> run(StateBudget.failing(100 * KEY), Optional.empty()));
    for (String said : List.of("counts", "partition", "of 4", "raise maxBytes (11200)", "ttl")) {
      assertTrue(failure.getMessage().contains(said), failure.getMessage());
    }
  }

  private static EventTimeKeyedDStream<Long, Long> timed(DStream<Long> numbers, String name) {
    return numbers
        .withEventTime(
            EventTime.<Long>ofEpochMillis(number -> number)
                .withOutOfOrderness(Duration.ofMillis(5)))
        .named(name)
        .keyBy(number -> number % 97, StateCodecs.int64());
  }

  /** Sums up, and says so when nothing came for a while. */
  private static final class Silence implements KeyProcessFunction<Long, Long, Long, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public void onValue(
        Long key, Timed<Long> value, KeyProcess<Long> process, Emitter<String> out) {
      process.update(process.get().orElse(0L) + value.value());
      process.set(KeyTimer.atEventTime(Instant.ofEpochMilli(value.epochMillis() + 300)));
    }

    @Override
    public void onTimer(Long key, KeyTimer timer, KeyProcess<Long> process, Emitter<String> out)
        throws Exception {
      out.emit(key + "=" + process.get().orElse(0L));
      process.remove();
    }
  }

  private static <R> DStream<String> texts(DStream<R> stream) {
    return stream.map(String::valueOf);
  }

  /** Runs a pipeline over numbers that grow, with a restart in the middle or without. */
  private static List<String> output(
      Description description, boolean restart, List<BatchReport> reports) {
    QueueSource<Long> source = QueueSource.create(2);
    MemorySink<String> sink = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            context -> description.of(context.source("in", source)).to("out", sink))) {
      for (long batch = 0; batch < 20; batch++) {
        source.pushAll(LongStream.range(batch * 50, batch * 50 + 60).boxed().toList());
        driver.advance(SECOND);
        reports.add(driver.runBatch());
        if (restart) {
          driver.stop();
          driver.recover();
        }
      }
    }
    return sink.records();
  }

  @FunctionalInterface
  private interface Description {
    DStream<String> of(DStream<Long> numbers);
  }

  @Test
  void shouldBoundEveryOperatorWhoseStateGrowsWithKeys() {
    StateBudget budget = StateBudget.evicting(4_000);
    Map<String, Description> pipelines =
        Map.of(
            "mapWithState",
            numbers ->
                texts(
                    numbers
                        .keyBy(number -> number % 97)
                        .mapWithState(counts())
                        .withBudget(budget)
                        .named("x")),
            "updateStateByKey",
            numbers ->
                texts(
                    numbers
                        .keyBy(number -> number % 97)
                        .updateStateByKey(
                            StateCodecs.int64(),
                            StateCodecs.int64(),
                            (List<Long> values, Optional<Long> state) ->
                                values.isEmpty()
                                    ? state
                                    : Optional.of(state.orElse(0L) + values.size()))
                        .named("x")
                        .withBudget(budget)
                        .toPairs()),
            "process",
            numbers ->
                timed(numbers, "timed")
                    .process(ProcessSpec.of(StateCodecs.int64(), new Silence()))
                    .named("x")
                    .withBudget(budget),
            "window",
            numbers ->
                texts(
                    timed(numbers, "timed")
                        .window(TumblingWindow.of(Duration.ofMillis(200)))
                        .group(StateCodecs.int64())
                        .named("x")
                        .withBudget(budget)
                        .results()),
            "intervalJoin",
            numbers ->
                texts(
                    timed(numbers, "timed")
                        .intervalJoin(
                            timed(numbers.filter(number -> number % 3 == 0), "others"),
                            JoinInterval.of(Duration.ofMillis(-200), Duration.ofMillis(200)),
                            StateCodecs.int64(),
                            StateCodecs.int64())
                        .named("x")
                        .withBudget(budget)
                        .toPairs()));
    pipelines.forEach(
        (name, description) -> {
          List<BatchReport> reports = new ArrayList<>();
          List<String> expected = output(description, false, reports);
          long evicted = 0;
          for (BatchReport report : reports) {
            StateUsage usage = report.stateUsage().get("x");
            assertTrue(usage.bytes() <= budget.maxBytes(), name + ": " + usage);
            evicted += usage.evictedKeys();
          }
          assertTrue(evicted > 100, name + ": only " + evicted + " were evicted");
          assertEquals(expected, output(description, true, new ArrayList<>()), name);
        });
  }

  @Test
  void shouldSayWhereABudgetBelongs() {
    StreamingContext context = StreamingContext.create(StreamingConfig.named("misplaced"));
    DStream<Long> numbers = context.source("in", QueueSource.<Long>create());
    ConfigurationException refusal =
        assertThrows(
            ConfigurationException.class,
            () -> numbers.map(x -> x).named("same").withBudget(StateBudget.evicting(1)));
    assertTrue(refusal.getMessage().startsWith("operator 'same' (map)"), refusal.getMessage());
    assertThrows(ConfigurationException.class, () -> StateBudget.evicting(0));
    assertThrows(
        ConfigurationException.class, () -> StateBudget.evicting(1).withTtl(Duration.ofMillis(-1)));
  }

  record Payment(long card, long amount) {}

  /** As the README shows. */
  private static StreamingConfig configure() {
    StreamingConfig config =
        StreamingConfig.named("fraud")
            .withTrigger(Trigger.interval(Duration.ofSeconds(1)))
            .withBackpressure(Backpressure.defaults())
            .withDegrade(DegradePolicy.whenLate(Duration.ofSeconds(2)).orBehind(10));
    return config;
  }

  /** As the README shows. */
  private static void describe(
      DStream<Payment> payments,
      StateSpec<Long, Payment, Long, Long> totals,
      MemorySink<Long> alerts) {
    payments
        .keyBy(Payment::card)
        .mapWithState(totals)
        .named("spend")
        .withBudget(StateBudget.evicting(256L << 20).withTtl(Duration.ofDays(30)))
        .to("alerts", alerts);
  }

  @Test
  void shouldForgetWhatWasNotUsedForItsTimeToLive() {
    QueueSource<Payment> payments = QueueSource.create();
    MemorySink<Long> sums = new MemorySink<>();
    StateSpec<Long, Payment, Long, Long> totals =
        StateSpec.of(
            StateCodecs.int64(),
            StateCodecs.int64(),
            (card, payment, sum, out) -> {
              sum.update(sum.get().orElse(0L) + payment.orElseThrow().amount());
              out.emit(sum.get().orElseThrow());
            });
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            configure(), context -> describe(context.source("p", payments), totals, sums))) {
      for (int days : new int[] {1, 29, 31}) {
        payments.push(new Payment(7, 5));
        driver.runBatch();
        driver.advance(Duration.ofDays(days));
      }
      payments.push(new Payment(8, 1));
      driver.runBatch();
      payments.push(new Payment(7, 5));
      driver.runBatch();
    }
    assertEquals(List.of(5L, 10L, 15L, 1L, 5L), sums.records());
  }
}
