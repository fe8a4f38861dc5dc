package dev.millrace.core.testing;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.KeyValue;
import dev.millrace.core.MillraceException;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.KeyPartitioner;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Checks of keyed state. */
final class EngineStateChecks {
  private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();
  private static final int PARTITIONS = 3;

  private EngineStateChecks() {}

  static List<Check> checks(Supplier<? extends Engine> engines) {
    return List.of(
        EngineCheck.of("state meets its key's values in order", engines, EngineStateChecks::meet),
        EngineCheck.of("results lie where the keys are", engines, EngineStateChecks::placed),
        EngineCheck.of("state is kept until removed", engines, EngineStateChecks::remove),
        EngineCheck.of("a revert forgets the batch", engines, EngineStateChecks::revert),
        EngineCheck.of("changes wait for apply", engines, EngineStateChecks::pending),
        EngineCheck.of(
            "a retried task starts from the same state", engines, EngineStateChecks::retry),
        EngineCheck.of("a failed update changes nothing", engines, EngineStateChecks::failure),
        EngineCheck.of("ALL visits the other keys in order", engines, EngineStateChecks::visitAll),
        EngineCheck.of("EXPIRED visits the oldest first", engines, EngineStateChecks::visitExpired),
        EngineCheck.of("a change renews a key's time", engines, EngineStateChecks::renew),
        EngineCheck.of("a visited key may stay", engines, EngineStateChecks::stay),
        EngineCheck.of("many keys come and go", engines, EngineStateChecks::churn));
  }

  static StateTable<String, Long> table(Engine engine, int partitions) {
    return engine.stateTable(
        new StateDescriptor<>(
            "totals", StateCodecs.string(), StateCodecs.int64(), partitions, true));
  }

  /** Adds up; a negative value removes; a key that is only visited says so. */
  static StateFunction<String, Long, Long, String> totals() {
    return (key, state, values, out) -> {
      if (values.isEmpty()) {
        out.emit(key + " visited at " + state.orElseThrow());
        return Optional.empty();
      }
      long total = state.orElse(0L);
      for (long value : values) {
        total += value;
      }
      out.emit(key + values + "=" + total);
      return values.get(values.size() - 1) < 0 ? Optional.empty() : Optional.of(total);
    };
  }

  /** Pairs from {@code "a=1 b=2 | c=3"}, a partition between bars. */
  static Batch<KeyValue<String, Long>> pairs(Engine engine, String text) {
    List<List<KeyValue<String, Long>>> partitions = new ArrayList<>();
    for (String part : text.split("\\|", -1)) {
      List<KeyValue<String, Long>> partition = new ArrayList<>();
      for (String pair : part.trim().split(" ", 0)) {
        if (!pair.isEmpty()) {
          int equals = pair.indexOf('=');
          partition.add(
              new KeyValue<>(pair.substring(0, equals), Long.valueOf(pair.substring(equals + 1))));
        }
      }
      partitions.add(partition);
    }
    return engine.of(partitions);
  }

  static List<String> update(
      Engine engine, StateTable<String, Long> table, String pairs, StateFunction.Visit visit) {
    return update(engine, table, pairs, visit, Instant.EPOCH);
  }

  static List<String> update(
      Engine engine,
      StateTable<String, Long> table,
      String pairs,
      StateFunction.Visit visit,
      Instant expireBefore) {
    return engine.update(pairs(engine, pairs), table, totals(), visit, expireBefore).collect();
  }

  static void begin(Engine engine, long second) {
    engine.beginBatch(new BatchInfo(second, Instant.ofEpochSecond(second)));
  }

  private static void meet(Engine engine) {
    StateTable<String, Long> table = table(engine, 1);
    Expect.equal(
        "first batch",
        List.of("b[1, 3, 4]=8", "a[2, 5]=7"),
        update(engine, table, "b=1 a=2 b=3 | | b=4 a=5", StateFunction.Visit.ARRIVED));
    table.apply();
    Expect.equal("size", 2L, table.size());
    Expect.equal(
        "second batch",
        List.of("c[1]=1", "b[1]=9"),
        update(engine, table, "c=1 b=1", StateFunction.Visit.ARRIVED));
    table.apply();
    Expect.equal("size", 3L, table.size());
  }

  private static void placed(Engine engine) {
    StateTable<String, Long> table = table(engine, PARTITIONS);
    Batch<String> results =
        engine.update(
            pairs(engine, "a=1 b=1 c=1 d=1 | e=1 f=1 g=1"),
            table,
            (key, state, values, out) -> {
              out.emit(key);
              return Optional.of(1L);
            },
            StateFunction.Visit.ARRIVED,
            Instant.EPOCH);
    List<List<String>> partitions = results.collectPartitions();
    Expect.equal("partitions", PARTITIONS, partitions.size());
    for (int i = 0; i < PARTITIONS; i++) {
      for (String key : partitions.get(i)) {
        Expect.equal("partition of " + key, KeyPartitioner.partition(key, PARTITIONS), i);
      }
    }
    Expect.equal("keys", 7L, results.count());
  }

  private static void remove(Engine engine) {
    StateTable<String, Long> table = table(engine, 1);
    update(engine, table, "a=1 b=2", StateFunction.Visit.ARRIVED);
    table.apply();
    update(engine, table, "a=-1", StateFunction.Visit.ARRIVED);
    table.apply();
    Expect.equal("size", 1L, table.size());
    Expect.equal(
        "after the removal",
        List.of("a[5]=5", "b[1]=3"),
        update(engine, table, "a=5 b=1", StateFunction.Visit.ARRIVED));
  }

  private static void revert(Engine engine) {
    StateTable<String, Long> table = table(engine, PARTITIONS);
    update(engine, table, "a=1", StateFunction.Visit.ARRIVED);
    table.apply();
    update(engine, table, "a=10 b=10", StateFunction.Visit.ARRIVED);
    table.revert();
    Expect.equal("size", 1L, table.size());
    Expect.equal(
        "after the revert",
        List.of("a[1]=2"),
        update(engine, table, "a=1", StateFunction.Visit.ARRIVED));
  }

  private static void pending(Engine engine) {
    StateTable<String, Long> table = table(engine, PARTITIONS);
    update(engine, table, "a=1 b=1", StateFunction.Visit.ARRIVED);
    Expect.equal("size before apply", 0L, table.size());
    Expect.thrown(
        "a second update",
        IllegalStateException.class,
        () -> update(engine, table, "a=1", StateFunction.Visit.ARRIVED));
    table.apply();
    Expect.equal("size after apply", 2L, table.size());
    table.apply();
    Expect.equal("size after another apply", 2L, table.size());
  }

  private static void retry(Engine engine) {
    StateTable<String, Long> table = table(engine, 1);
    update(engine, table, "a=1 b=1", StateFunction.Visit.ARRIVED);
    table.apply();
    String key = UUID.randomUUID().toString();
    StateFunction<String, Long, Long, String> totals = totals();
    List<String> results =
        engine
            .update(
                pairs(engine, "a=1 b=1"),
                table,
                (StateFunction<String, Long, Long, String>)
                    (k, state, values, out) -> {
                      if (k.equals("b") && FAILED.add(key)) {
                        throw new IOException("first attempt");
                      }
                      return totals.apply(k, state, values, out);
                    },
                StateFunction.Visit.ARRIVED,
                Instant.EPOCH)
            .collect();
    Expect.equal("results", List.of("a[1]=2", "b[1]=2"), results);
  }

  private static void failure(Engine engine) {
    StateTable<String, Long> table = table(engine, 1);
    update(engine, table, "a=1", StateFunction.Visit.ARRIVED);
    table.apply();
    Expect.thrown(
        "failing update",
        MillraceException.class,
        () ->
            engine.update(
                pairs(engine, "a=1 b=1"),
                table,
                (StateFunction<String, Long, Long, String>)
                    (key, state, values, out) -> {
                      if (key.equals("b")) {
                        throw new IOException("no");
                      }
                      return Optional.of(1_000L);
                    },
                StateFunction.Visit.ARRIVED,
                Instant.EPOCH));
    table.revert();
    Expect.equal(
        "afterwards", List.of("a[1]=2"), update(engine, table, "a=1", StateFunction.Visit.ARRIVED));
  }

  private static void visitAll(Engine engine) {
    StateTable<String, Long> table = table(engine, 1);
    update(engine, table, "c=1 a=2 b=3", StateFunction.Visit.ARRIVED);
    table.apply();
    update(engine, table, "a=1", StateFunction.Visit.ARRIVED);
    table.apply();
    Expect.equal(
        "visits",
        List.of("d[1]=1", "a[1]=4", "c visited at 1", "b visited at 3"),
        update(engine, table, "d=1 a=1", StateFunction.Visit.ALL));
    table.apply();
    Expect.equal("size", 2L, table.size());
  }

  private static void visitExpired(Engine engine) {
    StateTable<String, Long> table = table(engine, 1);
    begin(engine, 1);
    update(engine, table, "a=1 b=1 c=1", StateFunction.Visit.ARRIVED);
    table.apply();
    begin(engine, 2);
    update(engine, table, "d=1 a=1", StateFunction.Visit.ARRIVED);
    table.apply();
    begin(engine, 3);
    Expect.equal(
        "nothing is older than second 1",
        List.of(),
        update(engine, table, "", StateFunction.Visit.EXPIRED, Instant.ofEpochSecond(1)));
    table.apply();
    Expect.equal(
        "b and c are older than second 2, but c has a value",
        List.of("c[1]=2", "b visited at 1"),
        update(engine, table, "c=1", StateFunction.Visit.EXPIRED, Instant.ofEpochSecond(2)));
    table.apply();
    Expect.equal(
        "all, by the time of their change and in the order in which they came",
        List.of("a visited at 2", "d visited at 1", "c visited at 2"),
        update(engine, table, "", StateFunction.Visit.EXPIRED, Instant.ofEpochSecond(9)));
    table.apply();
    Expect.equal("size", 0L, table.size());
  }

  private static void renew(Engine engine) {
    StateTable<String, Long> table = table(engine, PARTITIONS);
    begin(engine, 1);
    update(engine, table, "a=1 b=1", StateFunction.Visit.ARRIVED);
    table.apply();
    begin(engine, 5);
    update(engine, table, "a=0", StateFunction.Visit.ARRIVED);
    table.apply();
    Expect.equal(
        "expired before second 5",
        List.of("b visited at 1"),
        update(engine, table, "", StateFunction.Visit.EXPIRED, Instant.ofEpochSecond(5)));
  }

  private static void stay(Engine engine) {
    StateTable<String, Long> table = table(engine, PARTITIONS);
    begin(engine, 1);
    update(engine, table, "a=1", StateFunction.Visit.ARRIVED);
    table.apply();
    begin(engine, 5);
    StateFunction<String, Long, Long, String> keep =
        (key, state, values, out) -> {
          out.emit(key);
          return state;
        };
    for (List<String> expected : List.of(List.of("a"), List.<String>of())) {
      List<String> visited =
          engine
              .update(
                  pairs(engine, ""),
                  table,
                  keep,
                  StateFunction.Visit.EXPIRED,
                  Instant.ofEpochSecond(5))
              .collect();
      table.apply();
      Expect.equal("visited", expected, visited);
    }
    Expect.equal("size", 1L, table.size());
  }

  /** Waves of keys, each of which expires two batches later; compared with plain counting. */
  private static void churn(Engine engine) {
    StateTable<String, Long> table = table(engine, PARTITIONS);
    int wave = 5_000;
    for (int second = 1; second <= 6; second++) {
      begin(engine, second);
      List<KeyValue<String, Long>> pairs = new ArrayList<>();
      for (int i = 0; i < wave; i++) {
        pairs.add(new KeyValue<>(second + "-" + i, 1L));
      }
      long visited =
          engine
              .update(
                  engine.of(List.of(pairs)),
                  table,
                  totals(),
                  StateFunction.Visit.EXPIRED,
                  Instant.ofEpochSecond(second - 1))
              .filter(text -> text.contains("visited"))
              .count();
      table.apply();
      Expect.equal("visited in second " + second, second > 2 ? (long) wave : 0L, visited);
      Expect.equal("size after second " + second, (long) wave * Math.min(second, 2), table.size());
    }
  }
}
