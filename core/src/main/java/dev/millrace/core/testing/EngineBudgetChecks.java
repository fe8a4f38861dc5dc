package dev.millrace.core.testing;

import static dev.millrace.core.testing.EngineStateChecks.begin;
import static dev.millrace.core.testing.EngineStateChecks.pairs;
import static dev.millrace.core.testing.EngineStateChecks.update;

import dev.millrace.core.MillraceException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import dev.millrace.core.state.StateUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Checks of keyed state that has a budget. */
final class EngineBudgetChecks {
  /** What a key of one letter and a number count. */
  private static final long KEY = StateBudget.KEY_BYTES + 4 + 1 + 8;

  private EngineBudgetChecks() {}

  static List<Check> checks(Supplier<? extends Engine> engines) {
    return List.of(
        EngineCheck.of(
            "a budget evicts what was not used for longest", engines, EngineBudgetChecks::evict),
        EngineCheck.of(
            "what does not fit at all is not kept", engines, EngineBudgetChecks::tooMany),
        EngineCheck.of(
            "restored state evicts the same keys", engines, EngineBudgetChecks::restored),
        EngineCheck.of(
            "a budget given later evicts in the order of keys", engines, EngineBudgetChecks::later),
        EngineCheck.of("a ttl removes silent keys", engines, EngineBudgetChecks::ttl),
        EngineCheck.of("a full table refuses records", engines, EngineBudgetChecks::refuse),
        EngineCheck.of("a full table fails the batch", engines, EngineBudgetChecks::fail),
        EngineCheck.of(
            "state on disk is met as if it were in memory", engines, EngineBudgetChecks::spill));
  }

  private static StateTable<String, Long> table(Engine engine, int partitions, StateBudget budget) {
    return engine.stateTable(
        new StateDescriptor<>("totals", StateCodecs.string(), StateCodecs.int64(), partitions)
            .withBudget(budget));
  }

  private static List<String> arrive(Engine engine, StateTable<String, Long> table, String pairs) {
    List<String> results = update(engine, table, pairs, StateFunction.Visit.ARRIVED);
    table.apply();
    return results;
  }

  private static void expectUsage(
      StateTable<String, Long> table, long keys, long evicted, long expired, long refused) {
    StateUsage usage = table.usage().orElseThrow();
    Expect.equal("keys", keys, table.size());
    Expect.equal("bytes", keys * KEY, usage.bytes());
    Expect.equal("evicted", evicted, usage.evictedKeys());
    Expect.equal("expired", expired, usage.expiredKeys());
    Expect.equal("refused", refused, usage.refusedRecords());
  }

  private static void evict(Engine engine) {
    StateTable<String, Long> table = table(engine, 1, StateBudget.evicting(3 * KEY));
    begin(engine, 1);
    arrive(engine, table, "a=1 b=1 c=1");
    expectUsage(table, 3, 0, 0, 0);
    begin(engine, 2);
    arrive(engine, table, "a=1");
    begin(engine, 3);
    arrive(engine, table, "d=1");
    expectUsage(table, 3, 1, 0, 0);
    begin(engine, 4);
    Expect.equal(
        "b was the oldest",
        List.of("a[1]=3", "b[1]=1", "c[1]=2"),
        arrive(engine, table, "a=1 b=1 c=1"));
    expectUsage(table, 3, 1, 0, 0);
    begin(engine, 5);
    Expect.equal("then d", List.of("d[1]=1"), arrive(engine, table, "d=1"));
    expectUsage(table, 3, 1, 0, 0);
  }

  private static void tooMany(Engine engine) {
    StateTable<String, Long> table = table(engine, 1, StateBudget.evicting(2 * KEY));
    Expect.equal(
        "results of keys that do not stay",
        List.of("a[1]=1", "b[1]=1", "c[1]=1", "d[1]=1", "e[1]=1"),
        arrive(engine, table, "a=1 b=1 c=1 d=1 e=1"));
    expectUsage(table, 2, 3, 0, 0);
    begin(engine, 1_001);
    Expect.equal("the last stay", List.of("e[1]=2", "d[1]=2"), arrive(engine, table, "e=1 d=1"));
  }

  /** One table goes on, the other is a new one with every batch. */
  private static void restored(Engine engine) {
    StateBudget budget = StateBudget.evicting(40 * KEY).withTtl(Duration.ofSeconds(15));
    StateTable<String, Long> table = table(engine, 3, budget);
    StateTable<String, Long> restored = table(engine, 3, budget);
    Random random = new Random(7);
    for (int second = 1; second <= 30; second++) {
      begin(engine, second);
      StringBuilder pairs = new StringBuilder();
      for (int i = random.nextInt(30); i > 0; i--) {
        pairs
            .append((char) ('A' + random.nextInt(50)))
            .append(random.nextInt(8) == 0 ? "=-1 " : "=1 ");
      }
      Expect.equal(
          "results of second " + second,
          arrive(engine, table, pairs.toString()),
          arrive(engine, restored, pairs.toString()));
      Expect.equal("usage of second " + second, table.usage(), restored.usage());
      Expect.that(
          "at most " + 40 * KEY + " bytes", table.usage().orElseThrow().bytes() <= 40 * KEY);
      StateTable<String, Long> next = table(engine, 3, budget);
      next.restore(StateReader.of("totals", saved(restored)));
      restored = next;
      Expect.equal("bytes of second " + second, saved(table), saved(restored));
    }
  }

  private static byte[] saved(StateTable<?, ?> table) {
    StateWriter out = new StateWriter();
    table.save(out);
    return out.toBytes();
  }

  private static void later(Engine engine) {
    StateTable<String, Long> before = table(engine, 1, StateBudget.unlimited());
    arrive(engine, before, "a=1 b=1 c=1 d=1");
    StateTable<String, Long> table = table(engine, 1, StateBudget.evicting(3 * KEY));
    table.restore(StateReader.of("totals", saved(before)));
    begin(engine, 1_001);
    arrive(engine, table, "a=1");
    expectUsage(table, 3, 1, 0, 0);
    begin(engine, 1_002);
    Expect.equal("b is gone", List.of("b[1]=1"), arrive(engine, table, "b=1"));
    expectUsage(table, 3, 1, 0, 0);
    begin(engine, 1_003);
    Expect.equal(
        "then a, which was used in the batch that the others are taken to be of",
        List.of("d[1]=2", "a[1]=1", "b[1]=2"),
        arrive(engine, table, "d=1 a=1 b=1"));
  }

  private static void ttl(Engine engine) {
    StateTable<String, Long> table =
        table(engine, 1, StateBudget.refusing(3 * KEY).withTtl(Duration.ofSeconds(10)));
    begin(engine, 1);
    arrive(engine, table, "a=1 b=1 c=1");
    begin(engine, 5);
    arrive(engine, table, "b=1");
    begin(engine, 12);
    Expect.equal(
        "c has a value, a makes room",
        List.of("c[1]=2", "d[1]=1"),
        arrive(engine, table, "c=1 d=1"));
    expectUsage(table, 3, 0, 1, 0);
    begin(engine, 100);
    arrive(engine, table, "");
    expectUsage(table, 0, 0, 3, 0);
  }

  private static void refuse(Engine engine) {
    StateTable<String, Long> table = table(engine, 1, StateBudget.refusing(2 * KEY));
    begin(engine, 1);
    Expect.equal("results", List.of("a[1]=1", "b[1]=1"), arrive(engine, table, "a=1 b=1 c=1 c=2"));
    expectUsage(table, 2, 0, 0, 2);
    List<DeadLetter> letters = engine.endBatch().deadLetters();
    Expect.equal("letters", 2, letters.size());
    Expect.equal("origin", "totals", letters.get(0).origin());
    Expect.equal("position", "batch 1, key c", letters.get(0).position());
    Expect.equal("records", List.of("1", "2"), letters.stream().map(DeadLetter::record).toList());
    begin(engine, 2);
    Expect.equal(
        "room that was made counts",
        List.of("a[-1]=0", "c[5]=5"),
        arrive(engine, table, "a=-1 c=5"));
    expectUsage(table, 2, 0, 0, 0);
  }

  /** Keeps all values of a key, so that states are much larger than keys. */
  private static List<String> remember(
      Engine engine, StateTable<String, List<Long>> table, String pairs) {
    List<String> results =
        engine
            .update(
                pairs(engine, pairs),
                table,
                (StateFunction<String, Long, List<Long>, String>)
                    (key, state, values, out) -> {
                      List<Long> all = new ArrayList<>(state.orElse(List.of()));
                      values.forEach(value -> all.addAll(Collections.nCopies(20, value)));
                      out.emit(key + all);
                      return all.size() > 200 ? Optional.empty() : Optional.of(all);
                    },
                StateFunction.Visit.ARRIVED,
                Instant.EPOCH)
            .collect();
    table.apply();
    return results;
  }

  private static void spill(Engine engine) {
    List<StateTable<String, List<Long>>> tables = new ArrayList<>();
    for (StateBudget budget : List.of(StateBudget.unlimited(), StateBudget.spilling(9_000))) {
      tables.add(
          engine.stateTable(
              new StateDescriptor<>(
                      "values", StateCodecs.string(), StateCodecs.list(StateCodecs.int64()), 2)
                  .withBudget(budget)));
    }
    Random random = new Random(4);
    for (int second = 1; second <= 20; second++) {
      begin(engine, second);
      StringBuilder pairs = new StringBuilder();
      for (int i = 0; i < 12; i++) {
        pairs.append((char) ('A' + random.nextInt(50))).append('=').append(i).append(' ');
      }
      Expect.equal(
          "results of second " + second,
          remember(engine, tables.get(0), pairs.toString()),
          remember(engine, tables.get(1), pairs.toString()));
    }
    StateUsage usage = tables.get(1).usage().orElseThrow();
    Expect.that("states on disk, not " + usage, usage.spilledBytes() > 0);
    Expect.equal("saved", saved(tables.get(0)), saved(tables.get(1)));
  }

  private static void fail(Engine engine) {
    StateTable<String, Long> table = table(engine, 1, StateBudget.failing(2 * KEY));
    arrive(engine, table, "a=1 b=1");
    MillraceException failure =
        Expect.thrown(
            "a third key",
            MillraceException.class,
            () -> update(engine, table, "c=1", StateFunction.Visit.ARRIVED));
    for (String said : List.of("totals", "maxBytes (" + 2 * KEY + ")", "2 keys")) {
      Expect.that(
          "'" + said + "' in: " + failure.getMessage(), failure.getMessage().contains(said));
    }
    table.revert();
    Expect.equal("afterwards", List.of("a[1]=2"), arrive(engine, table, "a=1"));
    expectUsage(table, 2, 0, 0, 0);
  }
}
