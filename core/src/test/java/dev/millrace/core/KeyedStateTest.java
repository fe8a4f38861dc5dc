package dev.millrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
import dev.millrace.core.window.BatchWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedStateTest {
  private static List<List<List<String>>> batches(String... texts) {
    return Arrays.stream(texts)
        .map(
            text ->
                Arrays.stream(text.split("\\|", -1))
                    .map(
                        part ->
                            part.isBlank() ? List.<String>of() : List.of(part.trim().split(" ")))
                    .toList())
        .toList();
  }

  private static KeyedDStream<String, Long> pairs(DStream<String> stream) {
    return stream.keyBy(x -> x.substring(0, 1)).mapValues(x -> Long.valueOf(x.substring(1)));
  }

  private static List<List<String>> sorted(List<List<String>> batches) {
    return batches.stream().map(batch -> batch.stream().sorted().toList()).toList();
  }

  private static StateSpec<String, Long, Long, String> totals() {
    return StateSpec.of(
        StateCodecs.string(),
        StateCodecs.int64(),
        (key, value, state, out) -> {
          if (state.isTimingOut()) {
            out.emit(key + " ends with " + state.get().orElseThrow());
          } else if (value.orElseThrow() < 0) {
            state.remove();
            out.emit(key + " removed");
          } else {
            state.update(state.get().orElse(0L) + value.get());
            out.emit(key + "=" + state.get().orElseThrow());
          }
        });
  }

  @Test
  void shouldUpdateStateOfEveryKeyAtEveryBatch() {
    var results =
        GraphHarness.run(
            batches("a1 b2 | a3", "", "b5 | c1", "a0"),
            s ->
                pairs(s)
                    .updateStateByKey(
                        StateCodecs.string(),
                        StateCodecs.int64(),
                        (List<Long> values, Optional<Long> state) -> {
                          if (values.contains(0L)) {
                            return Optional.empty();
                          }
                          return Optional.of(
                              state.orElse(100L) + values.stream().mapToLong(x -> x).sum());
                        })
                    .named("totals")
                    .toPairs()
                    .map(pair -> pair.key() + pair.value()));
    assertEquals(
        List.of(
            List.of("a104", "b102"),
            List.of("a104", "b102"),
            List.of("a104", "b107", "c101"),
            List.of("b107", "c101")),
        sorted(results));
  }

  @Test
  void shouldMeetEachValueWithItsState() {
    assertEquals(
        List.of(
            List.of("a=1", "a=4", "b=2"),
            List.of(),
            List.of("a removed", "a=5", "b=3"),
            List.of("a=6")),
        sorted(
            GraphHarness.run(
                batches("a1 b2 | a3", "|", "a-1 a5 | b1", "a1"),
                s -> pairs(s).mapWithState(totals()).named("totals"))));
  }

  @Test
  void shouldBeginWithInitialStates() {
    StateSpec<String, Long, Long, String> spec =
        totals().withInitialState(List.of(new KeyValue<>("a", 10L), new KeyValue<>("c", 30L)));
    assertEquals(
        List.of(List.of("a=11", "b=2"), List.of("a=12", "c=31")),
        sorted(
            GraphHarness.run(
                batches("a1 b2", "a1 c1"), s -> pairs(s).mapWithState(spec).named("totals"))));
  }

  @Test
  void shouldRefuseAnInitialStateThatComesTwice() {
    StateSpec<String, Long, Long, String> spec =
        totals().withInitialState(List.of(new KeyValue<>("a", 10L), new KeyValue<>("a", 30L)));
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () ->
                GraphHarness.run(batches("a1"), s -> pairs(s).mapWithState(spec).named("totals")));
    assertTrue(e.getMessage().contains("2 initial states for key a"), e.getMessage());
  }

  @Test
  void shouldVisitAKeyOnceWhenItTimesOut() {
    // Batches are 10 s apart: a key times out at the third batch after its last value.
    StateSpec<String, Long, Long, String> spec = totals().withTimeout(Duration.ofSeconds(25));
    assertEquals(
        List.of(
            List.of("a=1", "b=2"),
            List.of("a=2"),
            List.of(),
            List.of("b ends with 2"),
            List.of("a ends with 2", "b=5"),
            List.of("a=9"),
            List.of()),
        sorted(
            GraphHarness.run(
                batches("a1 b2", "a1", "", "", "b5", "a9", ""),
                s -> pairs(s).mapWithState(spec).named("totals"))));
  }

  @Test
  void shouldLetInitialStatesTimeOutToo() {
    StateSpec<String, Long, Long, String> spec =
        totals()
            .withInitialState(List.of(new KeyValue<>("a", 10L)))
            .withTimeout(Duration.ofSeconds(15));
    assertEquals(
        List.of(List.of(), List.of(), List.of("a ends with 10"), List.of()),
        GraphHarness.run(
            batches("", "", "", ""), s -> pairs(s).mapWithState(spec).named("totals")));
  }

  @Test
  void shouldRefuseToKeepAStateThatIsTimingOut() {
    StateSpec<String, Long, Long, String> spec =
        StateSpec.<String, Long, Long, String>of(
                StateCodecs.string(),
                StateCodecs.int64(),
                (key, value, state, out) -> state.update(1L))
            .withTimeout(Duration.ofSeconds(5));
    MillraceException e =
        assertThrows(
            MillraceException.class,
            () ->
                GraphHarness.run(
                    batches("a1", ""), s -> pairs(s).mapWithState(spec).named("totals")));
    assertTrue(e.getMessage().contains("operator 'totals' (mapWithState)"), e.getMessage());
    assertTrue(e.getMessage().contains("timing out"), e.getMessage());
  }

  @Test
  void shouldAgreeWithAPlainMapOnRandomStreams() {
    Random random = new Random(3);
    List<List<List<String>>> batches =
        IntStream.range(0, 30)
            .mapToObj(
                b ->
                    IntStream.range(0, 3)
                        .mapToObj(
                            p ->
                                IntStream.range(0, random.nextInt(20))
                                    .mapToObj(
                                        i ->
                                            (char) ('a' + random.nextInt(26))
                                                + ""
                                                + (random.nextInt(12) - 2))
                                    .toList())
                        .toList())
            .toList();
    StateSpec<String, Long, Long, String> spec = totals().withTimeout(Duration.ofSeconds(35));
    List<List<String>> results =
        GraphHarness.run(batches, s -> pairs(s).mapWithState(spec).named("totals"));
    Map<String, Long> totals = new TreeMap<>();
    Map<String, Integer> changed = new HashMap<>();
    for (int b = 0; b < batches.size(); b++) {
      List<String> expected = new ArrayList<>();
      TreeSet<String> arrived = new TreeSet<>();
      for (String text : batches.get(b).stream().flatMap(List::stream).toList()) {
        String key = text.substring(0, 1);
        long value = Long.parseLong(text.substring(1));
        arrived.add(key);
        if (value < 0) {
          totals.remove(key);
          expected.add(key + " removed");
        } else {
          expected.add(key + "=" + totals.merge(key, value, Long::sum));
          changed.put(key, b);
        }
      }
      for (String key : List.copyOf(totals.keySet())) {
        if (!arrived.contains(key) && (b - changed.get(key)) * GraphHarness.INTERVAL > 35) {
          expected.add(key + " ends with " + totals.remove(key));
        }
      }
      assertEquals(
          expected.stream().sorted().toList(), results.get(b).stream().sorted().toList(), "" + b);
    }
  }

  @Test
  void shouldAskForNamesOfOperatorsWithState() {
    GraphHarness.run(
        batches(""),
        s -> {
          assertUnnamed("mapWithState", pairs(s).mapWithState(totals()));
          assertUnnamed(
              "updateStateByKey",
              pairs(s)
                  .updateStateByKey(
                      StateCodecs.string(),
                      StateCodecs.int64(),
                      (List<Long> values, Optional<Long> state) -> state)
                  .toPairs());
          assertUnnamed(
              "countByWindow", s.countByWindow(BatchWindow.batches(2, 1)).map(count -> count + 1));
          return s;
        });
  }

  private static <T> Sink<T> unopened() {
    return new Sink<>() {
      @Override
      public SinkWriter<T> open(SinkContext context) {
        throw new IllegalStateException("not to be opened");
      }

      @Override
      public Delivery delivery() {
        return Delivery.EXACTLY_ONCE;
      }
    };
  }

  private static <T> void assertUnnamed(String kind, DStream<T> stream) {
    DStreamGraph graph = new DStreamGraph(false);
    graph.add(new DStreamGraph.Output<>("out", stream.operatorIn(stream.graph()), unopened()));
    String message = assertThrows(ConfigurationException.class, graph::validate).getMessage();
    assertTrue(message.contains(kind), message);
  }

  @Test
  void shouldRefuseATimeoutThatIsNotPositive() {
    assertThrows(ConfigurationException.class, () -> totals().withTimeout(Duration.ZERO));
  }
}
