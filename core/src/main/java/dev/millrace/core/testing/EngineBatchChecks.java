package dev.millrace.core.testing;

import static dev.millrace.core.testing.EngineCheck.numbers;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.MillraceException;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.source.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Checks of what batches are made of. */
final class EngineBatchChecks {
  private EngineBatchChecks() {}

  static List<Check> checks(Supplier<? extends Engine> engines) {
    return List.of(
        EngineCheck.of("of keeps partitions and order", engines, EngineBatchChecks::of),
        EngineCheck.of(
            "a batch has at least one partition", engines, EngineBatchChecks::atLeastOne),
        EngineCheck.of("pipe runs a chain in order", engines, EngineBatchChecks::pipe),
        EngineCheck.of("pipe completes every partition once", engines, EngineBatchChecks::complete),
        EngineCheck.of("union puts partitions in line", engines, EngineBatchChecks::union),
        EngineCheck.of("exchange moves in a fixed order", engines, EngineBatchChecks::exchange),
        EngineCheck.of("exchange refuses wrong targets", engines, EngineBatchChecks::wrongTarget),
        EngineCheck.of("zip combines by partition", engines, EngineBatchChecks::zip),
        EngineCheck.of("cache computes once", engines, EngineBatchChecks::cache),
        EngineCheck.of("a batch can be read again", engines, EngineBatchChecks::readAgain),
        EngineCheck.of("runPartitions answers in order", engines, EngineBatchChecks::runPartitions),
        EngineCheck.of("a cached batch is kept to the end", engines, EngineBatchChecks::keep),
        EngineCheck.of("a held batch outlives its batch", engines, EngineBatchChecks::outlive),
        EngineCheck.of(
            "results are the same every time", engines, EngineBatchChecks::deterministic));
  }

  private static void of(Engine engine) {
    List<List<Integer>> partitions = numbers(2, 0, 3);
    Batch<Integer> batch = engine.of(partitions);
    Expect.equal("partitions", 3, batch.partitions());
    Expect.equal("values", partitions, batch.collectPartitions());
    Expect.equal("collected", List.of(0, 1, 2, 3, 4), batch.collect());
    Expect.equal("count", 5L, batch.count());
  }

  private static void atLeastOne(Engine engine) {
    Expect.equal("partitions of nothing", 1, engine.of(List.of()).partitions());
    Expect.equal("count of nothing", 0L, engine.of(List.of()).count());
  }

  private static void pipe(Engine engine) {
    Batch<String> batch =
        engine
            .of(numbers(3, 0, 2))
            .map(x -> x * 10)
            .filter(x -> x != 10)
            .<String>flatMap(
                (x, out) -> {
                  out.emit("a" + x);
                  out.emit("b" + x);
                });
    Expect.equal(
        "chain",
        List.of(List.of("a0", "b0", "a20", "b20"), List.of(), List.of("a30", "b30", "a40", "b40")),
        batch.collectPartitions());
  }

  private static void complete(Engine engine) {
    Batch<Integer> sizes =
        engine.of(numbers(2, 0)).mapPartitions((values, out) -> out.emit(values.size()));
    Expect.equal("sizes", List.of(List.of(2), List.of(0)), sizes.collectPartitions());
    Batch<Integer> held = engine.of(numbers(3)).pipe((downstream, task) -> new Last(downstream));
    Expect.equal("held back", List.of(2), held.map(x -> x).collect());
  }

  /** Passes on the last value only, when complete. */
  private static final class Last implements StageSink<Integer> {
    private final StageSink<Integer> downstream;
    private Integer last;

    Last(StageSink<Integer> downstream) {
      this.downstream = downstream;
    }

    @Override
    public void emit(Integer value) {
      last = value;
    }

    @Override
    public void complete() throws Exception {
      if (last != null) {
        downstream.emit(last);
      }
      downstream.complete();
    }
  }

  private static void union(Engine engine) {
    Batch<Integer> left = engine.of(numbers(1, 2)).map(x -> x + 100);
    Batch<Integer> right = engine.of(numbers(0, 2));
    Expect.equal(
        "union",
        List.of(
            List.of(100), List.of(101, 102), List.of(), List.of(0, 1), List.of(), List.of(0, 1)),
        left.union(right).union(right).collectPartitions());
    Batch<String> seen = left.union(right).pipe((downstream, task) -> tagged(downstream, task));
    Expect.equal(
        "partition numbers after the union",
        List.of("0:100", "1:101", "1:102", "3:0", "3:1"),
        seen.collect());
    Batch<String> before = left.pipe((downstream, task) -> tagged(downstream, task));
    Expect.equal(
        "partition numbers before the union",
        List.of("0:100", "1:101", "1:102", "0:100", "1:101", "1:102"),
        before.union(before).collect());
  }

  private static StageSink<Integer> tagged(StageSink<String> downstream, TaskContext task) {
    return new StageSink<>() {
      @Override
      public void emit(Integer value) throws Exception {
        downstream.emit(task.partition() + ":" + value);
      }

      @Override
      public void complete() throws Exception {
        downstream.complete();
      }
    };
  }

  private static void exchange(Engine engine) {
    Batch<Integer> batch = engine.of(numbers(4, 0, 3));
    Expect.equal(
        "by value",
        List.of(List.of(0, 3, 6), List.of(1, 4), List.of(2, 5), List.of()),
        batch.exchange((value, index, partitions) -> value % 3, 4).collectPartitions());
    Expect.equal(
        "by place",
        List.of(List.of(0, 2, 4, 6), List.of(1, 3, 5)),
        batch
            .exchange((value, index, partitions) -> (int) (index % partitions), 2)
            .collectPartitions());
    Expect.equal("into one", List.of(numbers(7).get(0)), batch.repartition(1).collectPartitions());
    Expect.thrown(
        "no partitions",
        IllegalArgumentException.class,
        () -> batch.exchange((value, index, partitions) -> 0, 0));
  }

  private static void wrongTarget(Engine engine) {
    Batch<Integer> batch =
        engine.of(numbers(1)).exchange((value, index, partitions) -> partitions, 2);
    Expect.thrown("target beyond the last", MillraceException.class, batch::collect);
  }

  private static void zip(Engine engine) {
    Batch<Integer> left = engine.of(numbers(2, 0, 1));
    Batch<String> right = left.filter(x -> x != 2).map(x -> "x" + x);
    Batch<String> zipped = left.zip(right, (a, b, out) -> out.emit(a + "+" + b));
    Expect.equal("zip", List.of("[0, 1]+[x0, x1]", "[]+[]", "[2]+[]"), zipped.collect());
    Expect.thrown(
        "different numbers of partitions",
        IllegalArgumentException.class,
        () -> left.zip(engine.of(numbers(1)), (a, b, out) -> out.emit("")));
  }

  /** Counts computations by what they put aside. */
  private static Batch<Integer> watched(Batch<Integer> batch) {
    return batch.pipe(
        (downstream, task) ->
            new StageSink<Integer>() {
              @Override
              public void emit(Integer value) throws Exception {
                task.reject(new DeadLetter("check", "", "computed", value.toString()));
                downstream.emit(value);
              }

              @Override
              public void complete() throws Exception {
                downstream.complete();
              }
            });
  }

  private static void cache(Engine engine) {
    Batch<Integer> cached = watched(engine.of(numbers(2, 1))).cache();
    Expect.equal("count", 3L, cached.count());
    Expect.equal("collect", List.of(0, 1, 2), cached.collect());
    Expect.equal("union", 6L, cached.union(cached.map(x -> x)).count());
    Expect.equal("cached again", 3L, cached.cache().count());
    Expect.equal("computations", 3, engine.endBatch().deadLetters().size());
  }

  private static void readAgain(Engine engine) {
    Batch<Integer> batch = watched(engine.of(numbers(2, 1))).repartition(2).map(x -> x + 1);
    List<List<Integer>> first = batch.collectPartitions();
    Expect.equal("second reading", first, batch.collectPartitions());
  }

  private static void runPartitions(Engine engine) {
    List<String> answers =
        engine
            .of(numbers(2, 0, 1, 3))
            .map(x -> x)
            .runPartitions((partition, values) -> partition + "=" + values.size());
    Expect.equal("answers", List.of("0=2", "1=0", "2=1", "3=3"), answers);
  }

  private static void keep(Engine engine) {
    Batch<Integer> cached = watched(engine.of(numbers(2, 1))).cache();
    cached.count();
    Expect.equal("computations", 3, engine.endBatch().deadLetters().size());
    Expect.equal("values", List.of(0, 1, 2), cached.collect());
    Expect.equal("computations", 3, engine.endBatch().deadLetters().size());
  }

  private static void outlive(Engine engine) {
    Batch<Integer> cached = engine.of(numbers(2, 1)).map(x -> x + 1).cache();
    Batch<Integer> held = watched(cached).hold();
    Expect.equal("computed at once", 3, engine.endBatch().deadLetters().size());
    for (int later = 1; later <= 3; later++) {
      engine.beginBatch(new BatchInfo(EngineCheck.BATCH.id() + later, EngineCheck.BATCH.time()));
      Expect.equal("values", List.of(List.of(1, 2), List.of(3)), held.collectPartitions());
      Expect.equal("count", 6L, held.union(held.map(x -> x)).count());
      Expect.equal("computations", 0, engine.endBatch().deadLetters().size());
    }
    held.release();
  }

  private static void deterministic(Engine engine) {
    List<List<List<Integer>>> results = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Batch<Integer> batch = engine.of(numbers(300, 1, 0, 500, 77));
      results.add(
          batch
              .filter(x -> x % 5 != 0)
              .exchange((value, index, partitions) -> (value * 31) % partitions, 7)
              .union(batch.map(x -> -x))
              .repartition(3)
              .collectPartitions());
    }
    for (List<List<Integer>> result : results) {
      Expect.equal("result", results.get(0), result);
    }
  }
}
