package dev.millrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.function.Aggregation;
import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.observe.PipelineGraph;
import dev.millrace.core.source.GeneratorSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DStreamTest {
  private static final List<List<List<Integer>>> BATCHES =
      List.of(
          List.of(List.of(3, 1, 2), List.of(), List.of(5, 4, 3)),
          List.of(List.of()),
          List.of(List.of(7), List.of(7, 8)));

  private static List<List<List<Integer>>> random(int batches, int rows, int bound) {
    Random random = new Random(42);
    return IntStream.range(0, batches)
        .mapToObj(
            b ->
                IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(p -> random.ints(random.nextInt(rows), 0, bound).boxed().toList())
                    .toList())
        .toList();
  }

  private static <T> List<T> flat(List<List<T>> partitions) {
    return partitions.stream().flatMap(List::stream).toList();
  }

  @Test
  void shouldMapFilterAndFlatMapInOrderAndInPlace() {
    List<List<List<Integer>>> results =
        GraphHarness.partitions(
            BATCHES,
            stream ->
                stream
                    .map(x -> x * 10)
                    .filter(x -> x != 10)
                    .<Integer>flatMap(
                        (x, out) -> {
                          out.emit(x);
                          out.emit(x + 1);
                        }));
    assertEquals(
        List.of(
            List.of(List.of(30, 31, 20, 21), List.of(), List.of(50, 51, 40, 41, 30, 31)),
            List.of(List.of()),
            List.of(List.of(70, 71), List.of(70, 71, 80, 81))),
        results);
  }

  @Test
  void shouldHandWholePartitionsToMapPartitionsAndGlom() {
    assertEquals(
        List.of(List.of(6, 0, 12), List.of(0), List.of(7, 15)),
        GraphHarness.run(
            BATCHES,
            stream ->
                stream.<Integer>mapPartitions(
                    (values, out) -> out.emit(values.stream().mapToInt(x -> x).sum()))));
    assertEquals(BATCHES, GraphHarness.run(BATCHES, DStream::glom));
  }

  @Test
  void shouldShowEveryValueToPeek() {
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    List<List<Integer>> results = GraphHarness.run(BATCHES, stream -> stream.peek(seen::add));
    assertEquals(BATCHES.stream().map(DStreamTest::flat).toList(), results);
    List<Integer> once = BATCHES.stream().flatMap(batch -> flat(batch).stream()).toList();
    // The harness runs each pipeline seven times.
    Map<Integer, Long> counts =
        seen.stream().collect(Collectors.groupingBy(x -> x, Collectors.counting()));
    once.forEach(x -> assertEquals(7L * Collections.frequency(once, x), counts.get(x)));
  }

  @Test
  void shouldUniteStreamsPartitionAfterPartition() {
    assertEquals(
        List.of(
            List.of(3, 1, 2, 5, 4, 3, -3, -1, -2, -5, -4, -3),
            List.of(),
            List.of(7, 7, 8, -7, -7, -8)),
        GraphHarness.run(BATCHES, stream -> stream.union(stream.map(x -> -x))));
  }

  @Test
  void shouldSpreadValuesEvenlyWhenRepartitioned() {
    assertEquals(
        List.of(
            List.of(List.of(3, 2, 5, 3), List.of(1, 4)),
            List.of(List.of(), List.of()),
            List.of(List.of(7, 7), List.of(8))),
        GraphHarness.partitions(BATCHES, stream -> stream.repartition(2)));
  }

  @Test
  void shouldGiveOneCountPerBatch() {
    assertEquals(
        List.of(List.of(6L), List.of(0L), List.of(3L)), GraphHarness.run(BATCHES, DStream::count));
  }

  @Test
  void shouldReduceInOrderAndGiveNothingForAnEmptyBatch() {
    List<List<List<String>>> letters =
        List.of(List.of(List.of("a", "b"), List.of(), List.of("c")), List.of(List.of()));
    assertEquals(
        List.of(List.of("abc"), List.of()),
        GraphHarness.run(letters, stream -> stream.reduce((left, right) -> left + right)));
  }

  @Test
  void shouldAggregateEveryBatchWithMutableAccumulators() {
    Aggregation<Integer, List<Integer>, String> listing =
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
            Object::toString);
    assertEquals(
        List.of(List.of("[3, 1, 2, 5, 4, 3]"), List.of("[]"), List.of("[7, 7, 8]")),
        GraphHarness.run(BATCHES, stream -> stream.aggregate(listing)));
  }

  @Test
  void shouldCountValuesAndKeepDistinctOnesLikePlainCollections() {
    List<List<List<Integer>>> batches = random(4, 300, 40);
    List<List<KeyValue<Integer, Long>>> counts =
        GraphHarness.run(batches, stream -> stream.countByValue().toPairs());
    List<List<Integer>> distinct = GraphHarness.run(batches, DStream::distinct);
    for (int i = 0; i < batches.size(); i++) {
      Map<Integer, Long> expected =
          flat(batches.get(i)).stream()
              .collect(Collectors.groupingBy(x -> x, TreeMap::new, Collectors.counting()));
      Map<Integer, Long> got = new TreeMap<>();
      counts.get(i).forEach(pair -> assertEquals(null, got.put(pair.key(), pair.value())));
      assertEquals(expected, got);
      assertEquals(expected.size(), distinct.get(i).size());
      assertEquals(expected.keySet(), new TreeSet<>(distinct.get(i)));
    }
  }

  @Test
  void shouldSampleByFractionAndSeed() {
    List<List<List<Integer>>> batches =
        List.of(
            List.of(
                IntStream.range(0, 20_000).boxed().toList(),
                IntStream.range(0, 20_000).boxed().toList()),
            List.of(IntStream.range(0, 20_000).boxed().toList()));
    List<List<List<Integer>>> sample =
        GraphHarness.partitions(batches, stream -> stream.sample(0.3, 7));
    // Binomial: mean 6,000, standard deviation 65; six of them either way.
    for (List<List<Integer>> batch : sample) {
      batch.forEach(partition -> assertEquals(6_000, partition.size(), 6 * 65));
    }
    assertTrue(!sample.get(0).get(0).equals(sample.get(0).get(1)), "partitions must differ");
    assertTrue(!sample.get(0).get(0).equals(sample.get(1).get(0)), "batches must differ");
    assertTrue(
        !sample.equals(GraphHarness.partitions(batches, stream -> stream.sample(0.3, 8))),
        "seeds must differ");
    assertEquals(batches, GraphHarness.partitions(batches, stream -> stream.sample(1, 7)));
    assertEquals(
        List.of(List.of(), List.of()), GraphHarness.run(batches, stream -> stream.sample(0, 7)));
    assertThrows(
        ConfigurationException.class,
        () -> GraphHarness.run(batches, stream -> stream.sample(1.5, 7)));
    assertThrows(
        ConfigurationException.class,
        () -> GraphHarness.run(batches, stream -> stream.sample(Double.NaN, 7)));
  }

  @Test
  void shouldSplitByTheFirstTestThatHolds() {
    for (int way = 0; way < 3; way++) {
      int chosen = way;
      List<Integer> expected =
          List.of(List.of(3, 5, 3, 7, 7), List.of(4, 8), List.of(1, 2)).get(way);
      List<List<Integer>> results =
          GraphHarness.run(
              BATCHES, stream -> stream.split(x -> x > 2 && x % 2 == 1, x -> x > 2).get(chosen));
      assertEquals(expected, flat(results));
    }
  }

  @Test
  void shouldTransformWholeBatches() {
    assertEquals(
        List.of(List.of("0:6"), List.of("1:0"), List.of("2:3")),
        GraphHarness.run(
            BATCHES,
            stream ->
                stream.transform(
                    (batch, context) ->
                        context
                            .engine()
                            .of(List.of(List.of(context.info().id() + ":" + batch.count()))))));
    assertEquals(
        List.of(
            List.of("3+3", "1+1", "2+2", "5+5", "4+4", "3+3"),
            List.of(),
            List.of("7+7", "7+7", "8+8")),
        GraphHarness.run(
            BATCHES,
            stream ->
                stream.transformWith(
                    stream.map(x -> "" + x),
                    (left, right, context) ->
                        left.zip(
                            right,
                            (a, b, out) -> {
                              for (int i = 0; i < a.size(); i++) {
                                out.emit(a.get(i) + "+" + b.get(i));
                              }
                            }))));
  }

  @Test
  void shouldComputeACachedStreamOncePerBatch() {
    List<Integer> computed = Collections.synchronizedList(new ArrayList<>());
    List<List<List<Integer>>> one = List.of(List.of(List.of(1, 2)));
    GraphHarness.run(
        one,
        stream -> {
          DStream<Integer> cached =
              stream
                  .map(
                      x -> {
                        computed.add(x);
                        return x;
                      })
                  .cache();
          return cached.union(cached.map(x -> -x));
        });
    assertEquals(7 * 2, computed.size());
  }

  @Test
  void shouldNameTheOperatorThatFailsOnceWithItsCause() {
    Map<String, Function<DStream<Integer>, DStream<?>>> broken = new LinkedHashMap<>();
    broken.put("operator 'p' (map): ", s -> s.map(x -> fail()).named("p").map(x -> x));
    broken.put("operator filter: ", s -> s.filter(x -> fail() > 0));
    broken.put(
        "operator 'q' (map): ",
        s -> s.<Integer>flatMap((x, out) -> out.emit(x)).map(x -> fail()).named("q"));
    broken.put("operator flatMap: ", s -> s.<Integer>flatMap((x, out) -> out.emit(fail())));
    broken.put(
        "operator mapPartitions: ", s -> s.<Integer>mapPartitions((v, out) -> out.emit(fail())));
    broken.put("operator peek: ", s -> s.peek(x -> fail()));
    broken.put("operator split: ", s -> s.split(x -> fail() > 0).get(0));
    broken.put("operator reduce: ", s -> s.reduce((a, b) -> fail()));
    broken.put("operator keyBy: ", s -> s.keyBy(x -> fail()).toPairs());
    broken.put("operator mapValues: ", s -> s.keyBy(x -> x).mapValues(x -> fail()).values());
    broken.put(
        "operator 'sum' (reduceByKey): ",
        s -> s.keyBy(x -> 1).reduceByKey((a, b) -> fail()).named("sum").values());
    broken.put(
        "operator transform: ",
        s ->
            s.transform(
                (batch, context) -> {
                  throw new IllegalStateException("sand in the gears");
                }));
    broken.forEach(
        (where, pipeline) -> {
          MillraceException e =
              assertThrows(
                  MillraceException.class,
                  () -> GraphHarness.run(BATCHES, stream -> pipeline.apply(stream)),
                  where);
          String expected = where + "java.lang.IllegalStateException: sand in the gears";
          assertTrue(e.getMessage().endsWith(expected), e.getMessage());
          assertEquals(
              e.getMessage().indexOf("operator"), e.getMessage().lastIndexOf("operator"), where);
          Throwable root = e;
          while (root.getCause() != null) {
            root = root.getCause();
          }
          assertEquals(IllegalStateException.class, root.getClass());
        });
  }

  private static int fail() {
    throw new IllegalStateException("sand in the gears");
  }

  @Test
  void shouldSayThatNullIsNotAValue() {
    for (Function<DStream<Integer>, DStream<?>> pipeline :
        Arrays.<Function<DStream<Integer>, DStream<?>>>asList(
            s -> s.map(x -> null),
            s -> s.flatMap((x, out) -> out.emit(null)),
            s -> s.keyBy(x -> null).keys(),
            s -> s.reduce((a, b) -> null))) {
      String message =
          assertThrows(
                  MillraceException.class,
                  () -> GraphHarness.run(BATCHES, stream -> pipeline.apply(stream)))
              .getMessage();
      assertTrue(message.contains("returned null"), message);
    }
  }

  @Test
  void shouldRefuseWhatCannotBe() {
    DStream<Integer> stream = new DStream<>(new DStreamGraph(false), null);
    DStream<Integer> other = new DStream<>(new DStreamGraph(false), null);
    assertThrows(ConfigurationException.class, () -> stream.union(other));
    assertThrows(ConfigurationException.class, () -> stream.repartition(0));
    assertThrows(ConfigurationException.class, () -> stream.named(" "));
    assertThrows(NullPointerException.class, () -> stream.map(null));
    assertThrows(NullPointerException.class, () -> stream.filter(null));
    assertThrows(NullPointerException.class, () -> stream.keyBy(null));
    assertThrows(NullPointerException.class, () -> stream.to("x", null));
  }

  @Test
  void shouldTellWhatItComesOf() {
    try (StreamingContext context = StreamingContext.create(StreamingConfig.named("lineage"))) {
      DStream<Long> numbers = context.source("numbers", GeneratorSource.bounded(3, n -> n));
      DStream<Long> even = numbers.filter(n -> n % 2 == 0).named("even");
      assertEquals(
          List.of(
              new PipelineGraph.Node(0, "source", "numbers", List.of()),
              new PipelineGraph.Node(1, "map", "map", List.of(0)),
              new PipelineGraph.Node(2, "filter", "even", List.of(0)),
              new PipelineGraph.Node(3, "union", "union", List.of(1, 2))),
          numbers.map(n -> n + 1).union(even).lineage().nodes());
      assertEquals("stream of operator 'even' (filter)", even.toString());
    }
  }
}
