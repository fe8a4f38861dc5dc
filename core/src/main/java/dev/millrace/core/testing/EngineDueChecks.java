package dev.millrace.core.testing;

import dev.millrace.core.KeyValue;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.state.Deadlines;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Checks of keys that are visited when they are due. */
final class EngineDueChecks {
  private static final int PARTITIONS = 3;

  private EngineDueChecks() {}

  static List<Check> checks(Supplier<? extends Engine> engines) {
    return List.of(
        EngineCheck.of("DUE visits the keys that are due, in order", engines, EngineDueChecks::due),
        EngineCheck.of("a key is due by the batch's time", engines, EngineDueChecks::byBatchTime),
        EngineCheck.of("a restored key is due as before", engines, EngineDueChecks::restored),
        EngineCheck.of("many keys are due when they say", engines, EngineDueChecks::many));
  }

  /** A state is when its key is due: in event time, or if negative by the batch's time. */
  private record Due() implements Deadlines<Long> {
    @Override
    public long eventTime(Long state) {
      return state >= 0 ? state : NEVER;
    }

    @Override
    public long processing(Long state) {
      return state < 0 ? -state : NEVER;
    }
  }

  private static StateTable<String, Long> table(Engine engine, int partitions) {
    return engine.stateTable(
        new StateDescriptor<>("due", StateCodecs.string(), StateCodecs.int64(), partitions)
            .withDeadlines(new Due()));
  }

  /** Keeps the last value; a key that is visited says so, and goes unless it is called stay. */
  private static List<String> update(
      Engine engine, StateTable<String, Long> table, String pairs, long eventTime) {
    List<String> visited =
        engine
            .update(
                EngineStateChecks.pairs(engine, pairs),
                table,
                (StateFunction<String, Long, Long, String>)
                    (key, state, values, out) -> {
                      if (!values.isEmpty()) {
                        return Optional.of(values.get(values.size() - 1));
                      }
                      out.emit(key + "@" + state.orElseThrow());
                      return key.equals("stay") ? state : Optional.empty();
                    },
                StateFunction.Visit.DUE,
                Instant.ofEpochMilli(eventTime))
            .collect();
    table.apply();
    return visited;
  }

  private static void due(Engine engine) {
    StateTable<String, Long> table = table(engine, 1);
    Expect.equal("first", List.of(), update(engine, table, "c=5 a=7 b=5 stay=6 d=9", 4));
    Expect.equal("nothing is due", List.of(), update(engine, table, "", 4));
    Expect.equal(
        "in the order of the keys, but for one that has a value",
        List.of("c@5", "stay@6"),
        update(engine, table, "b=8", 6));
    Expect.equal("again", List.of("a@7", "b@8", "stay@6"), update(engine, table, "", 8));
    Expect.equal("size", 2L, table.size());
    Expect.equal("none", List.of("stay@6"), update(engine, table, "d=20", 12));
  }

  private static void byBatchTime(Engine engine) {
    StateTable<String, Long> table = table(engine, 1);
    EngineStateChecks.begin(engine, 1);
    update(engine, table, "a=-3000 b=-2000 c=10", 0);
    EngineStateChecks.begin(engine, 2);
    Expect.equal("in second 2", List.of("b@-2000"), update(engine, table, "", 0));
    EngineStateChecks.begin(engine, 5);
    Expect.equal("in second 5", List.of("a@-3000", "c@10"), update(engine, table, "", 10));
  }

  private static void restored(Engine engine) {
    StateTable<String, Long> table = table(engine, PARTITIONS);
    update(engine, table, "a=5 b=6 c=7", 0);
    update(engine, table, "a=9", 5);
    StateWriter out = new StateWriter();
    table.save(out);
    StateTable<String, Long> again = table(engine, PARTITIONS);
    again.restore(StateReader.of("due", out.toBytes()));
    for (StateTable<String, Long> each : List.of(table, again)) {
      Expect.equal(
          "due", List.of("b@6", "c@7"), update(engine, each, "", 8).stream().sorted().toList());
      Expect.equal("left", List.of("a@9"), update(engine, each, "", 9));
    }
  }

  /** Keys come, go and change their minds; compared with a plain map. */
  private static void many(Engine engine) {
    StateTable<String, Long> table = table(engine, PARTITIONS);
    TreeMap<String, Long> expected = new TreeMap<>();
    Random random = new Random(5);
    for (int time = 1; time <= 12; time++) {
      List<KeyValue<String, Long>> pairs = new ArrayList<>();
      SortedSet<String> visited = new TreeSet<>();
      for (int i = 0; i < 2_000; i++) {
        KeyValue<String, Long> pair =
            new KeyValue<>("k" + random.nextInt(4_000), time + (long) random.nextInt(6));
        pairs.add(pair);
        expected.put(pair.key(), pair.value());
      }
      SortedSet<String> arrived = new TreeSet<>(pairs.stream().map(KeyValue::key).toList());
      long now = time;
      expected.forEach(
          (key, due) -> {
            if (due <= now && !arrived.contains(key)) {
              visited.add(key);
            }
          });
      visited.forEach(expected::remove);
      List<String> found =
          engine
              .update(
                  engine.of(List.of(pairs)),
                  table,
                  (StateFunction<String, Long, Long, String>)
                      (key, state, values, out) -> {
                        if (values.isEmpty()) {
                          out.emit(key);
                          return Optional.empty();
                        }
                        return Optional.of(values.get(values.size() - 1));
                      },
                  StateFunction.Visit.DUE,
                  Instant.ofEpochMilli(time))
              .collect();
      table.apply();
      Expect.equal("visited at " + time, List.copyOf(visited), found.stream().sorted().toList());
      Expect.equal("size at " + time, (long) expected.size(), table.size());
    }
  }
}
