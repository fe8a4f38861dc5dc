package dev.millrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.engine.KeyPartitioner;
import dev.millrace.core.function.Aggregation;
import java.io.Serializable;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedDStreamTest {
  private static final List<List<List<Integer>>> NUMBERS = random(5, 400);

  private static List<List<List<Integer>>> random(int batches, int rows) {
    Random random = new Random(7);
    return IntStream.range(0, batches)
        .mapToObj(
            b ->
                IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(p -> random.ints(random.nextInt(rows), 0, 1_000).boxed().toList())
                    .toList())
        .toList();
  }

  private static Map<Integer, List<Integer>> byKey(List<List<Integer>> batch, int keys) {
    Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
    batch.forEach(
        partition ->
            partition.forEach(
                x -> groups.computeIfAbsent(x % keys, k -> new ArrayList<>()).add(x)));
    return groups;
  }

  private static <K, V> Map<K, V> toMap(List<KeyValue<K, V>> pairs) {
    Map<K, V> map = new HashMap<>();
    pairs.forEach(pair -> assertEquals(null, map.put(pair.key(), pair.value()), "key twice"));
    return map;
  }

  @Test
  void shouldGroupReduceAndCombineLikePlainMaps() {
    var grouped = GraphHarness.run(NUMBERS, s -> s.keyBy(x -> x % 50).groupByKey().toPairs());
    var sums =
        GraphHarness.run(NUMBERS, s -> s.keyBy(x -> x % 50).reduceByKey(Integer::sum).toPairs());
    Aggregation<Integer, List<Integer>, List<Integer>> listing =
        Aggregation.of(
            ArrayList::new,
            (list, x) -> {
              list.add(x);
              return list;
            },
            (left, right) -> {
              left.addAll(right);
              return left;
            },
            List::copyOf);
    var combined =
        GraphHarness.run(NUMBERS, s -> s.keyBy(x -> x % 50).combineByKey(listing).toPairs());
    for (int i = 0; i < NUMBERS.size(); i++) {
      Map<Integer, List<Integer>> expected = byKey(NUMBERS.get(i), 50);
      Map<Integer, Integer> expectedSums = new HashMap<>();
      expected.forEach((k, v) -> expectedSums.put(k, v.stream().mapToInt(x -> x).sum()));
      assertEquals(expected, toMap(grouped.get(i)));
      assertEquals(expectedSums, toMap(sums.get(i)));
      assertEquals(expected, toMap(combined.get(i)));
    }
  }

  @Test
  void shouldPutKeysWhereTheyBelongInOrderOfFirstArrival() {
    var partitions =
        GraphHarness.partitions(NUMBERS, s -> s.keyBy(x -> x % 50).reduceByKey(Math::max).keys());
    for (int i = 0; i < NUMBERS.size(); i++) {
      assertEquals(GraphHarness.PARTITIONS, partitions.get(i).size());
      List<Integer> arrivals = new ArrayList<>(byKey(NUMBERS.get(i), 50).keySet());
      for (int p = 0; p < GraphHarness.PARTITIONS; p++) {
        int partition = p;
        assertEquals(
            arrivals.stream()
                .filter(k -> KeyPartitioner.partition(k, GraphHarness.PARTITIONS) == partition)
                .toList(),
            partitions.get(i).get(p));
      }
    }
  }

  @Test
  void shouldNotLetAnAccumulatorBeMergedTwice() {
    // Read twice without a cache, the merge runs twice over the same shuffled accumulators.
    Aggregation<Integer, int[], Integer> sum =
        Aggregation.of(
            () -> new int[1],
            (total, x) -> {
              total[0] += x;
              return total;
            },
            (left, right) -> {
              left[0] += right[0];
              return left;
            },
            total -> total[0]);
    List<List<List<Integer>>> batches = List.of(List.of(List.of(1), List.of(2), List.of(4)));
    assertEquals(
        List.of(List.of(7, 7)),
        GraphHarness.run(
            batches,
            s -> {
              DStream<Integer> total = s.keyBy(x -> "k").combineByKey(sum).values();
              return total.union(total);
            }));
  }

  @Test
  void shouldKeepKeysWhenValuesChange() {
    List<List<List<Integer>>> batches = List.of(List.of(List.of(1, 2), List.of(3)));
    assertEquals(
        List.of(List.of(new KeyValue<>(1, "v1"), new KeyValue<>(0, "v2"), new KeyValue<>(1, "v3"))),
        GraphHarness.run(batches, s -> s.keyBy(x -> x % 2).mapValues(x -> "v" + x).toPairs()));
    assertEquals(
        List.of(List.of(new KeyValue<>(0, 2), new KeyValue<>(0, 2))),
        GraphHarness.run(
            batches,
            s ->
                s.keyBy(x -> x % 2)
                    .<Integer>flatMapValues(
                        (x, out) -> {
                          for (int i = 0; x == 2 && i < 2; i++) {
                            out.emit(x);
                          }
                        })
                    .toPairs()));
    assertEquals(
        List.of(List.of(1, 0, 1, 1, 1)),
        GraphHarness.run(
            batches,
            s ->
                KeyedDStream.of(s.keyBy(x -> x % 2).toPairs())
                    .union(s.keyBy(x -> x % 2).filter(pair -> pair.key() == 1))
                    .keys()));
  }

  @Test
  void shouldJoinLikeNestedLoops() {
    List<List<List<Integer>>> right = random(5, 60);
    for (int i = 0; i < 2; i++) {
      boolean swapped = i == 1;
      List<List<List<Integer>>> ours = swapped ? right : NUMBERS;
      List<List<List<Integer>>> theirs = swapped ? NUMBERS : right;
      var inner = GraphHarness.run(ours, theirs, (l, r) -> key(l).join(key(r)).toPairs());
      var left = GraphHarness.run(ours, theirs, (l, r) -> key(l).leftOuterJoin(key(r)).toPairs());
      var rights =
          GraphHarness.run(ours, theirs, (l, r) -> key(l).rightOuterJoin(key(r)).toPairs());
      var full = GraphHarness.run(ours, theirs, (l, r) -> key(l).fullOuterJoin(key(r)).toPairs());
      for (int b = 0; b < ours.size(); b++) {
        Map<String, Integer> expected = new HashMap<>();
        Map<Integer, List<Integer>> a = byKey(ours.get(b), 70);
        Map<Integer, List<Integer>> z = byKey(theirs.get(b), 70);
        a.forEach(
            (k, vs) ->
                vs.forEach(
                    v ->
                        z.getOrDefault(k, List.of())
                            .forEach(w -> expected.merge(k + ":" + v + "," + w, 1, Integer::sum))));
        assertEquals(expected, counts(inner.get(b), Object::toString, Object::toString));
        Map<String, Integer> withLeft = new HashMap<>(expected);
        a.forEach((k, vs) -> vs.forEach(v -> absent(withLeft, k, z, v + ",-")));
        assertEquals(withLeft, counts(left.get(b), Object::toString, KeyedDStreamTest::text));
        Map<String, Integer> withRight = new HashMap<>(expected);
        z.forEach((k, ws) -> ws.forEach(w -> absent(withRight, k, a, "-," + w)));
        assertEquals(withRight, counts(rights.get(b), KeyedDStreamTest::text, Object::toString));
        Map<String, Integer> withBoth = new HashMap<>(withLeft);
        z.forEach((k, ws) -> ws.forEach(w -> absent(withBoth, k, a, "-," + w)));
        assertEquals(withBoth, counts(full.get(b), KeyedDStreamTest::text, KeyedDStreamTest::text));
      }
    }
  }

  private static KeyedDStream<Integer, Integer> key(DStream<Integer> stream) {
    return stream.keyBy(x -> x % 70);
  }

  private static void absent(
      Map<String, Integer> counts, int key, Map<Integer, List<Integer>> other, String pair) {
    if (!other.containsKey(key)) {
      counts.merge(key + ":" + pair, 1, Integer::sum);
    }
  }

  private static String text(Optional<Integer> value) {
    return value.map(Object::toString).orElse("-");
  }

  private static <L, R> Map<String, Integer> counts(
      List<KeyValue<Integer, Pair<L, R>>> pairs,
      Function<L, String> left,
      Function<R, String> right) {
    Map<String, Integer> counts = new HashMap<>();
    pairs.forEach(
        pair ->
            counts.merge(
                pair.key()
                    + ":"
                    + left.apply(pair.value().left())
                    + ","
                    + right.apply(pair.value().right()),
                1,
                Integer::sum));
    return counts;
  }

  @Test
  void shouldCogroupBothSides() {
    List<List<List<String>>> left = List.of(List.of(List.of("a1", "b2"), List.of("a3")));
    List<List<List<String>>> right = List.of(List.of(List.of("c4"), List.of("a5")));
    var groups =
        GraphHarness.run(
            left,
            right,
            (l, r) -> l.keyBy(s -> s.charAt(0)).cogroup(r.keyBy(s -> s.charAt(0))).toPairs());
    assertEquals(
        Map.of(
            'a', new Pair<>(List.of("a1", "a3"), List.of("a5")),
            'b', new Pair<>(List.of("b2"), List.<String>of()),
            'c', new Pair<>(List.<String>of(), List.of("c4"))),
        toMap(groups.get(0)));
  }

  @Test
  void shouldJoinWithATableThatIsAskedForOncePerBatch() {
    List<List<List<Integer>>> batches = List.of(List.of(List.of(1, 2, 1)), List.of(List.of(3)));
    Map<Integer, String> table = Map.of(1, "one", 3, "three");
    assertEquals(
        List.of(
            List.of(new Pair<>(1, "one"), new Pair<>(1, "one")), List.of(new Pair<>(3, "three"))),
        GraphHarness.run(batches, s -> s.keyBy(x -> x).join(table).values()));
    assertEquals(
        List.of(
            List.of(
                new Pair<>(1, Optional.of("one")),
                new Pair<>(2, Optional.<String>empty()),
                new Pair<>(1, Optional.of("one"))),
            List.of(new Pair<>(3, Optional.of("three")))),
        GraphHarness.run(batches, s -> s.keyBy(x -> x).leftOuterJoin(table).values()));
    AtomicInteger asked = new AtomicInteger();
    GraphHarness.run(
        batches,
        s ->
            s.keyBy(x -> x)
                .join(
                    () -> {
                      asked.incrementAndGet();
                      return table;
                    })
                .values());
    assertEquals(8 * 2, asked.get());
  }

  @Test
  void shouldTakeEnumsAndRecordsAsKeysAndRefuseIdentity() {
    record Place(DayOfWeek day, int hour) implements Serializable {}
    List<List<List<Integer>>> batches = List.of(List.of(List.of(1, 2, 8), List.of(1)));
    var counts =
        GraphHarness.run(
            batches,
            s -> s.map(x -> new Place(DayOfWeek.of(1 + x % 7), x % 7)).countByValue().toPairs());
    assertEquals(
        Map.of(new Place(DayOfWeek.TUESDAY, 1), 3L, new Place(DayOfWeek.WEDNESDAY, 2), 1L),
        toMap(counts.get(0)));
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () ->
                GraphHarness.run(
                    batches, s -> s.keyBy(x -> new Object()).reduceByKey(Integer::sum).values()));
    assertTrue(e.getMessage().contains("java.lang.Object"), e.getMessage());
  }

  @Test
  void shouldRefuseToCombineStreamsOfTwoContexts() {
    Set<String> refused = new HashSet<>();
    GraphHarness.run(
        List.of(List.of(List.of(1))),
        ours -> {
          GraphHarness.run(
              List.of(List.of(List.of(1))),
              theirs -> {
                refused.add(
                    assertThrows(ConfigurationException.class, () -> key(ours).join(key(theirs)))
                        .getMessage());
                return theirs;
              });
          return ours;
        });
    assertEquals(1, refused.size());
  }
}
