package dev.millrace.core.alert;

import dev.millrace.core.function.Emitter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One rule and key, taken from one moment to the next; milliseconds since 1970. */
final class RuleRun {
  private final Alert.Watched what;
  private final AlertRule<?> rule;
  private final Emitter<Alert> out;
  private RuleState state;

  RuleRun(Alert.Watched what, RuleState state, Emitter<Alert> out) {
    this.what = what;
    this.rule = what.how();
    this.state = state;
    this.out = out;
  }

  RuleState state() {
    return state;
  }

  /** Takes a reading; one that is older than the newest is left out. */
  void read(long now, double value) throws Exception {
    if (now >= state.seen()) {
      List<Point> points = rule.measure().add(state.points(), new Point(now, value));
      state = new RuleState(state.rule(), points, state.firing(), state.fired(), now, state.due());
      look(now);
    }
  }

  /** Looks whether the rule fires, or fires no longer, at a moment. */
  void look(long now) throws Exception {
    if (now >= forgottenAt()) {
      if (state.firing().isPresent()) {
        end(now, Double.NaN);
      }
      state = RuleState.fresh(state.rule());
      return;
    }
    List<Point> points = rule.measure().prune(state.points(), now);
    double level = rule.measure().level(points, now);
    Optional<Long> firing = state.firing();
    Optional<Long> fired = state.fired();
    if (firing.isEmpty() && rule.levels().fires(level) && now >= mayFireAt(fired)) {
      out.emit(Alert.begin(what, Instant.ofEpochMilli(now), level));
      firing = Optional.of(now);
      fired = firing;
    } else if (firing.isPresent() && isOver(points, level)) {
      end(now, level);
      firing = Optional.empty();
    }
    long due = due(points, firing, fired, now);
    state =
        new RuleState(
            state.rule(),
            points,
            firing,
            fired,
            state.seen(),
            due == Measure.NEVER ? Optional.empty() : Optional.of(due));
  }

  /** Whether there is nothing worth remembering at a moment. */
  boolean isIdle(long now) {
    return state.firing().isEmpty()
        && now >= mayFireAt(state.fired())
        && rule.measure().isIdle(state.points());
  }

  private boolean isOver(List<Point> points, double level) {
    return rule.levels().clears(level) || (Double.isNaN(level) && points.isEmpty());
  }

  private void end(long now, double level) throws Exception {
    Instant since = Instant.ofEpochMilli(state.firing().orElseThrow());
    out.emit(Alert.end(what, since, Instant.ofEpochMilli(now), level));
  }

  private long due(List<Point> points, Optional<Long> firing, Optional<Long> fired, long now) {
    long due = rule.measure().wake(points, rule.levels(), firing.isPresent(), now);
    if (firing.isEmpty() && now < mayFireAt(fired)) {
      due = Math.min(due, mayFireAt(fired));
    }
    return Math.min(due, forgottenAt());
  }

  private long mayFireAt(Optional<Long> fired) {
    return fired.isPresent() ? fired.get() + rule.coolDownMillis() : Long.MIN_VALUE;
  }

  private long forgottenAt() {
    return rule.forgetAfterMillis() == Measure.NEVER
        ? Measure.NEVER
        : state.seen() + rule.forgetAfterMillis();
  }
}
