package dev.millrace.core.alert;

import dev.millrace.core.function.Emitter;
import dev.millrace.core.state.KeyProcess;
import dev.millrace.core.state.KeyProcessFunction;
import dev.millrace.core.time.KeyTimer;
import dev.millrace.core.time.Timed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Takes the rules of a key through its readings and the moments in between, in order of time. */
final class AlertFunction implements KeyProcessFunction<String, List<KeyReading>, KeyRules, Alert> {
  private static final long serialVersionUID = 1L;

  private final String source;
  private final KeyTimer.Kind clock;

  @SuppressWarnings("serial") // a LinkedHashMap
  private final Map<String, AlertRule<?>> rules;

  AlertFunction(String source, KeyTimer.Kind clock, Map<String, ? extends AlertRule<?>> rules) {
    this.source = source;
    this.clock = clock;
    this.rules = new LinkedHashMap<>(rules);
  }

  @Override
  public void onValue(
      String key, Timed<List<KeyReading>> value, KeyProcess<KeyRules> process, Emitter<Alert> out)
      throws Exception {
    long now =
        clock == KeyTimer.Kind.EVENT_TIME
            ? value.epochMillis()
            : process.batchTime().toEpochMilli();
    Map<String, RuleRun> runs = runs(key, process, out);
    Set<Long> before = dues(runs);
    pass(runs, now);
    for (KeyReading reading : value.value()) {
      if (rules.containsKey(reading.rule())) {
        runs.computeIfAbsent(reading.rule(), name -> run(key, RuleState.fresh(name), out))
            .read(now, reading.value());
      }
    }
    keep(runs, before, process, now);
  }

  @Override
  public void onTimer(String key, KeyTimer timer, KeyProcess<KeyRules> process, Emitter<Alert> out)
      throws Exception {
    long now = timer.time().toEpochMilli();
    Map<String, RuleRun> runs = runs(key, process, out);
    Set<Long> before = dues(runs);
    pass(runs, now);
    keep(runs, before, process, now);
  }

  /** Those that remember something, in the order of their rules. */
  private Map<String, RuleRun> runs(String key, KeyProcess<KeyRules> process, Emitter<Alert> out) {
    Map<String, RuleRun> runs = new LinkedHashMap<>();
    process
        .get()
        .ifPresent(
            kept -> {
              for (RuleState state : kept.rules()) {
                if (rules.containsKey(state.rule())) {
                  runs.put(state.rule(), run(key, state, out));
                }
              }
            });
    return runs;
  }

  private RuleRun run(String key, RuleState state, Emitter<Alert> out) {
    Alert.Watched what = new Alert.Watched(source, state.rule(), key, rules.get(state.rule()));
    return new RuleRun(what, state, out);
  }

  private static Set<Long> dues(Map<String, RuleRun> runs) {
    return runs.values().stream()
        .flatMap(run -> run.state().due().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Looks at what was due until a moment, the earliest first. */
  private static void pass(Map<String, RuleRun> runs, long now) throws Exception {
    while (true) {
      RuleRun first = null;
      long due = Long.MAX_VALUE;
      for (RuleRun run : runs.values()) {
        Optional<Long> its = run.state().due();
        if (its.isPresent() && its.get() < due) {
          first = run;
          due = its.get();
        }
      }
      if (first == null || due > now) {
        return;
      }
      first.look(due);
    }
  }

  private void keep(
      Map<String, RuleRun> runs, Set<Long> before, KeyProcess<KeyRules> process, long now) {
    runs.values().removeIf(run -> run.isIdle(now));
    Set<Long> after = dues(runs);
    before.stream().filter(due -> !after.contains(due)).forEach(due -> process.cancel(timer(due)));
    after.stream().filter(due -> !before.contains(due)).forEach(due -> process.set(timer(due)));
    if (runs.isEmpty()) {
      process.remove();
    } else {
      process.update(new KeyRules(runs.values().stream().map(RuleRun::state).toList()));
    }
  }

  private KeyTimer timer(long due) {
    return new KeyTimer(clock, Instant.ofEpochMilli(due));
  }
}
