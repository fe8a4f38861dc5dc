package dev.millrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.window.BatchWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final StateCodec<Integer> INTS = StateCodecs.int32();

  private static final List<List<List<Integer>>> NUMBERS = random();

  /** Windows with the batches that they cover when the newest is {@code n}, if they slide there. */
  private static final Map<BatchWindow, Function<Integer, Optional<Integer>>> WINDOWS =
      Map.of(
          BatchWindow.batches(1, 1), n -> Optional.of(n),
          BatchWindow.batches(3, 1), n -> Optional.of(n - 2),
          BatchWindow.batches(4, 2), n -> n % 2 == 1 ? Optional.of(n - 3) : Optional.empty(),
          BatchWindow.batches(2, 3), n -> n % 3 == 2 ? Optional.of(n - 1) : Optional.empty(),
          // Batch n has the time 10 n seconds.
          BatchWindow.of(Duration.ofSeconds(30), Duration.ofSeconds(10)), n -> Optional.of(n - 2),
          BatchWindow.of(Duration.ofSeconds(20), Duration.ofSeconds(20)),
              n -> n % 2 == 0 ? Optional.of(n - 1) : Optional.empty(),
          // Slides at 0, 15, 30 … fall to the batches at 0, 20, 30, 50, 60 …; 15 s hold two
          // batches.
          BatchWindow.of(Duration.ofSeconds(15), Duration.ofSeconds(15)),
              n -> n % 3 != 1 ? Optional.of(n - 1) : Optional.empty());

  private static List<List<List<Integer>>> random() {
    Random random = new Random(11);
    return IntStream.range(0, 14)
        .mapToObj(
            b ->
                IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(
                        p ->
                            random
                                .ints(b % 5 == 3 ? 0 : random.nextInt(12), 0, 30)
                                .boxed()
                                .toList())
                    .toList())
        .toList();
  }

  /** Runs a windowed stream over every kind of window and compares with plain recomputation. */
  private static <R> void check(
      BiFunction<DStream<Integer>, BatchWindow, DStream<R>> pipeline,
      Function<List<Integer>, List<R>> oracle) {
    WINDOWS.forEach(
        (window, firstCovered) -> {
          List<List<R>> results = GraphHarness.run(NUMBERS, s -> pipeline.apply(s, window));
          for (int n = 0; n < NUMBERS.size(); n++) {
            int newest = n;
            List<R> expected =
                firstCovered
                    .apply(n)
                    .map(first -> oracle.apply(values(Math.max(0, first), newest)))
                    .orElse(List.of());
            assertEquals(expected, results.get(n), window + " at batch " + n);
          }
        });
  }

  private static List<Integer> values(int first, int last) {
    return NUMBERS.subList(first, last + 1).stream()
        .flatMap(batch -> batch.stream().flatMap(List::stream))
        .toList();
  }

  private static int sum(List<Integer> values) {
    return values.stream().mapToInt(x -> x).sum();
  }

  private static List<KeyValue<Integer, Integer>> sorted(Map<Integer, Integer> map) {
    return new TreeMap<>(map)
        .entrySet().stream()
            .map(entry -> new KeyValue<>(entry.getKey(), entry.getValue()))
            .toList();
  }

  /** Brings keyed results into the order of their keys, so that they can be compared. */
  private static <V> DStream<KeyValue<Integer, V>> inOrder(KeyedDStream<Integer, V> stream) {
    return stream
        .toPairs()
        .repartition(1)
        .mapPartitions(
            (pairs, out) -> {
              for (KeyValue<Integer, V> pair :
                  pairs.stream().sorted((a, b) -> Integer.compare(a.key(), b.key())).toList()) {
                out.emit(pair);
              }
            });
  }

  private static Map<Integer, Integer> sumsByKey(List<Integer> values) {
    return values.stream().collect(Collectors.toMap(x -> x % 7, x -> x, Integer::sum));
  }

  @Test
  void shouldShowTheValuesOfTheWindow() {
    check((s, window) -> s.window(window, INTS).named("w"), values -> values);
  }

  @Test
  void shouldCountValuesOfTheWindow() {
    check(
        (s, window) -> s.countByWindow(window).named("w"), values -> List.of((long) values.size()));
  }

  @Test
  void shouldReduceTheWindow() {
    Function<List<Integer>, List<Integer>> oracle =
        values -> values.isEmpty() ? List.of() : List.of(sum(values));
    check((s, window) -> s.reduceByWindow(window, INTS, Integer::sum).named("w"), oracle);
    check(
        (s, window) -> s.reduceByWindow(window, INTS, Integer::sum, (a, b) -> a - b).named("w"),
        oracle);
  }

  @Test
  void shouldReduceByKeyAndWindow() {
    Function<List<Integer>, List<KeyValue<Integer, Integer>>> oracle =
        values -> sorted(sumsByKey(values));
    check(
        (s, window) ->
            inOrder(
                s.keyBy(x -> x % 7)
                    .reduceByKeyAndWindow(window, INTS, INTS, Integer::sum)
                    .named("w")),
        oracle);
    check(
        (s, window) ->
            inOrder(
                s.keyBy(x -> x % 7)
                    .reduceByKeyAndWindow(window, INTS, INTS, Integer::sum, (a, b) -> a - b)
                    .named("w")),
        oracle);
  }

  @Test
  void shouldReduceInTheOrderOfArrivalWithoutInverse() {
    List<List<List<String>>> letters =
        List.of(
            List.of(List.of("a", "b"), List.of("c")), List.of(List.of("d")), List.of(List.of("e")));
    assertEquals(
        List.of(List.of("abc"), List.of("abcd"), List.of("de")),
        GraphHarness.run(
            letters,
            s ->
                s.keyBy(x -> "k")
                    .reduceByKeyAndWindow(
                        BatchWindow.batches(2, 1),
                        StateCodecs.string(),
                        StateCodecs.string(),
                        String::concat)
                    .named("w")
                    .values()));
  }

  @Test
  void shouldForgetAKeyThatHasLeftTheWindow() {
    List<List<List<Integer>>> batches =
        List.of(
            List.of(List.of(1, 2)), List.of(List.of(2)), List.of(List.of()), List.of(List.of()));
    // Values are 0, so that only the number of batches tells that a key is still there.
    assertEquals(
        List.of(List.of(1, 2), List.of(1, 2), List.of(2), List.of()),
        GraphHarness.run(
            batches,
            s ->
                inOrder(
                        s.keyBy(x -> x)
                            .mapValues(x -> 0)
                            .reduceByKeyAndWindow(
                                BatchWindow.batches(2, 1),
                                INTS,
                                INTS,
                                Integer::sum,
                                (a, b) -> a - b)
                            .named("w"))
                    .map(KeyValue::key)));
  }

  @Test
  void shouldCountByValueAndGroupByKeyInTheWindow() {
    check(
        (s, window) -> inOrder(s.map(x -> x % 7).countByValueAndWindow(window, INTS).named("w")),
        values ->
            values.stream()
                .collect(Collectors.groupingBy(x -> x % 7, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> new KeyValue<>(entry.getKey(), entry.getValue()))
                .toList());
    check(
        (s, window) ->
            inOrder(s.keyBy(x -> x % 7).groupByKeyAndWindow(window, INTS, INTS).named("w")),
        values ->
            values.stream()
                .collect(Collectors.groupingBy(x -> x % 7, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(entry -> new KeyValue<>(entry.getKey(), entry.getValue()))
                .toList());
  }

  @Test
  void shouldSlideByTimeAlsoWhenBatchesAreLate() {
    BatchWindow window = BatchWindow.of(Duration.ofSeconds(60), Duration.ofSeconds(30));
    BatchInfo first = new BatchInfo(0, Instant.ofEpochSecond(25));
    BatchInfo late = new BatchInfo(1, Instant.ofEpochSecond(95));
    BatchInfo soon = new BatchInfo(2, Instant.ofEpochSecond(100));
    assertEquals(false, window.slidesAt(first, Optional.empty()));
    assertEquals(true, window.slidesAt(late, Optional.of(first)));
    assertEquals(false, window.slidesAt(soon, Optional.of(late)));
    assertEquals(false, window.covers(late, first));
    assertEquals(true, window.covers(soon, late));
    assertEquals(
        false, window.covers(soon, new BatchInfo(1, Instant.ofEpochSecond(40))), "end exclusive");
  }

  @Test
  void shouldRefuseWindowsOfNothing() {
    assertThrows(ConfigurationException.class, () -> BatchWindow.batches(0, 1));
    assertThrows(ConfigurationException.class, () -> BatchWindow.batches(1, 0));
    assertThrows(
        ConfigurationException.class, () -> BatchWindow.of(Duration.ZERO, Duration.ofSeconds(1)));
    assertThrows(
        ConfigurationException.class,
        () -> BatchWindow.of(Duration.ofSeconds(1), Duration.ofSeconds(-1)));
  }
}
