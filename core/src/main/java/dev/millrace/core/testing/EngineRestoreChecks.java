package dev.millrace.core.testing;

import static dev.millrace.core.testing.EngineStateChecks.begin;
import static dev.millrace.core.testing.EngineStateChecks.table;
import static dev.millrace.core.testing.EngineStateChecks.update;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Checkpointed;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Checks of keyed state that is saved and restored. */
final class EngineRestoreChecks {
  private EngineRestoreChecks() {}

  static List<Check> checks(Supplier<? extends Engine> engines) {
    return List.of(
        EngineCheck.of("restored state goes on as before", engines, EngineRestoreChecks::goOn),
        EngineCheck.of("equal tables save equal bytes", engines, EngineRestoreChecks::equalBytes),
        EngineCheck.of("a saved table is a copy", engines, EngineRestoreChecks::copied),
        EngineCheck.of("an empty table is restored", engines, EngineRestoreChecks::empty),
        EngineCheck.of("partitions may change", engines, EngineRestoreChecks::repartitioned),
        EngineCheck.of("another layout is refused", engines, EngineRestoreChecks::otherLayout),
        EngineCheck.of("unchanged state says so", engines, EngineRestoreChecks::unchanged),
        EngineCheck.of(
            "without times, bytes do not depend on the clock",
            engines,
            EngineRestoreChecks::independentOfTheClock),
        EngineCheck.of("times may be given up", engines, EngineRestoreChecks::timesGivenUp),
        EngineCheck.of("times may begin later", engines, EngineRestoreChecks::timesBegin),
        EngineCheck.of(
            "EXPIRED without times is refused", engines, EngineRestoreChecks::nothingExpires));
  }

  private static byte[] saved(Checkpointed state) {
    StateWriter out = new StateWriter();
    state.save(out);
    return out.toBytes();
  }

  private static StateReader reader(byte[] bytes) {
    return StateReader.of("totals", bytes);
  }

  private static StateTable<String, Long> untimed(Engine engine) {
    return engine.stateTable(
        new StateDescriptor<>("totals", StateCodecs.string(), StateCodecs.int64(), 2));
  }

  /** Keys of three ages: c is the oldest, then a, then b and d. */
  private static StateTable<String, Long> filled(Engine engine, int partitions) {
    return fill(engine, table(engine, partitions), 1);
  }

  /** The same, a second apart from the given one on. */
  private static StateTable<String, Long> fill(
      Engine engine, StateTable<String, Long> table, long second) {
    begin(engine, second);
    update(engine, table, "a=1 b=2 c=3 x=4", StateFunction.Visit.ARRIVED);
    table.apply();
    begin(engine, second + 1);
    update(engine, table, "a=1 x=-1", StateFunction.Visit.ARRIVED);
    table.apply();
    begin(engine, second + 2);
    update(engine, table, "b=1 d=7", StateFunction.Visit.ARRIVED);
    table.apply();
    begin(engine, second + 3);
    return table;
  }

  private static void goOn(Engine engine) {
    for (StateFunction.Visit visit : StateFunction.Visit.values()) {
      StateTable<String, Long> table = filled(engine, 2);
      StateTable<String, Long> restored = table(engine, 2);
      restored.restore(reader(saved(table)));
      Expect.equal("size", table.size(), restored.size());
      Instant before = Instant.ofEpochSecond(3);
      Expect.equal(
          "results with " + visit,
          update(engine, table, "a=1 e=1", visit, before),
          update(engine, restored, "a=1 e=1", visit, before));
      table.apply();
      restored.apply();
      Expect.equal("bytes with " + visit, saved(table), saved(restored));
    }
  }

  private static void equalBytes(Engine engine) {
    Expect.equal("bytes", saved(filled(engine, 3)), saved(filled(engine, 3)));
  }

  private static void copied(Engine engine) {
    StateTable<String, Long> table = filled(engine, 2);
    StateWriter out = new StateWriter();
    table.save(out);
    byte[] before = out.toBytes();
    update(engine, table, "a=1 z=1", StateFunction.Visit.ARRIVED);
    table.apply();
    Expect.equal("bytes", before, out.toBytes());
  }

  private static void empty(Engine engine) {
    StateTable<String, Long> restored = table(engine, 2);
    restored.restore(reader(saved(table(engine, 2))));
    Expect.equal("size", 0L, restored.size());
  }

  private static void repartitioned(Engine engine) {
    byte[] bytes = saved(filled(engine, 3));
    for (int partitions : new int[] {1, 2, 5}) {
      StateTable<String, Long> restored = table(engine, partitions);
      restored.restore(reader(bytes));
      List<String> visits =
          update(engine, restored, "", StateFunction.Visit.EXPIRED, Instant.ofEpochSecond(9));
      Expect.equal(
          "state in " + partitions + " partitions",
          List.of("a visited at 2", "b visited at 3", "c visited at 3", "d visited at 7"),
          visits.stream().sorted().toList());
      if (partitions == 1) {
        Expect.equal("the oldest", "c visited at 3", visits.get(0));
        Expect.equal("the next", "a visited at 2", visits.get(1));
      }
    }
  }

  private static void otherLayout(Engine engine) {
    byte[] bytes = saved(filled(engine, 2));
    StateTable<String, Double> doubles =
        engine.stateTable(
            new StateDescriptor<>("totals", StateCodecs.string(), StateCodecs.float64(), 2));
    String message =
        Expect.thrown(
                "other states", CheckpointException.class, () -> doubles.restore(reader(bytes)))
            .getMessage();
    Expect.that(
        "name and both layouts in: " + message,
        message.contains("totals") && message.contains("i64") && message.contains("f64"));
    StateTable<Long, Long> numbers =
        engine.stateTable(
            new StateDescriptor<>("totals", StateCodecs.int64(), StateCodecs.int64(), 2));
    Expect.thrown("other keys", CheckpointException.class, () -> numbers.restore(reader(bytes)));
  }

  private static void unchanged(Engine engine) {
    StateTable<String, Long> table = filled(engine, 2);
    byte[] before = saved(table);
    update(engine, table, "", StateFunction.Visit.ARRIVED);
    table.apply();
    if (table.unchangedSinceSave()) {
      Expect.equal("bytes of an unchanged table", before, saved(table));
    }
    update(engine, table, "a=1", StateFunction.Visit.ARRIVED);
    table.apply();
    Expect.that("a changed table not to say unchanged", !table.unchangedSinceSave());
  }

  private static void independentOfTheClock(Engine engine) {
    byte[] bytes = saved(fill(engine, untimed(engine), 1));
    Expect.equal("bytes", bytes, saved(fill(engine, untimed(engine), 100)));
    StateTable<String, Long> restored = untimed(engine);
    restored.restore(reader(bytes));
    Expect.equal("bytes once restored", bytes, saved(restored));
  }

  private static void timesGivenUp(Engine engine) {
    StateTable<String, Long> restored = untimed(engine);
    restored.restore(reader(saved(filled(engine, 2))));
    StateTable<String, Long> never = fill(engine, untimed(engine), 1);
    for (StateFunction.Visit visit :
        List.of(StateFunction.Visit.ARRIVED, StateFunction.Visit.ALL)) {
      Expect.equal(
          "results with " + visit,
          update(engine, never, "a=1 e=1", visit),
          update(engine, restored, "a=1 e=1", visit));
      never.revert();
      restored.revert();
    }
    Expect.equal("size", never.size(), restored.size());
  }

  /** Keys of unknown age are as old as the first batch that is applied, even one without values. */
  private static void timesBegin(Engine engine) {
    StateTable<String, Long> restored = table(engine, 2);
    restored.restore(reader(saved(fill(engine, untimed(engine), 1))));
    begin(engine, 20);
    Expect.equal("expired at first", List.of(), expired(engine, restored, 1000));
    begin(engine, 30);
    Expect.equal("expired before 20 s", List.of(), expired(engine, restored, 20));
    StateTable<String, Long> again = table(engine, 1);
    again.restore(reader(saved(restored)));
    Expect.equal(
        "expired before 21 s",
        List.of("a visited at 2", "b visited at 3", "c visited at 3", "d visited at 7"),
        expired(engine, again, 21));
    Expect.equal("size", 0L, again.size());
  }

  private static List<String> expired(Engine engine, StateTable<String, Long> table, long second) {
    List<String> visits =
        update(engine, table, "", StateFunction.Visit.EXPIRED, Instant.ofEpochSecond(second));
    table.apply();
    return visits.stream().sorted().toList();
  }

  private static void nothingExpires(Engine engine) {
    StateTable<String, Long> table = fill(engine, untimed(engine), 1);
    Expect.thrown(
        "EXPIRED",
        IllegalArgumentException.class,
        () -> update(engine, table, "", StateFunction.Visit.EXPIRED));
  }
}
