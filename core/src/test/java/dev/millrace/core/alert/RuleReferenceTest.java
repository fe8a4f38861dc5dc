package dev.millrace.core.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.state.KeyProcess;
import dev.millrace.core.time.KeyTimer;
import dev.millrace.core.time.Timed;
import dev.millrace.core.time.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What rules tell, which look at a key only when something can have changed, against a plain
 * reading of what they promise: all readings kept, and every millisecond looked at.
 */
class RuleReferenceTest {
  private static final int READINGS = 3_000;
  private static final Duration WINDOW = Duration.ofMillis(50);

  private interface Level {
    double of(List<Point> all, long now);
  }

  private record Case(String name, AlertRule<Double> rule, Level level, boolean emptyEnds) {}

  private static List<Point> window(List<Point> all, long now) {
    return all.stream().filter(point -> point.time() > now - WINDOW.toMillis()).toList();
  }

  private static double latest(List<Point> all) {
    return all.isEmpty() ? Double.NaN : all.get(all.size() - 1).value();
  }

  private static double rate(List<Point> all, long now) {
    List<Point> in = window(all, now);
    if (in.isEmpty() || in.get(in.size() - 1).time() == in.get(0).time()) {
      return Double.NaN;
    }
    Point last = in.get(in.size() - 1);
    return (last.value() - in.get(0).value()) / ((last.time() - in.get(0).time()) / 1e3);
  }

  private static double fall(List<Point> all, long now) {
    List<Point> in = window(all, now);
    return in.isEmpty()
        ? Double.NaN
        : in.stream().mapToDouble(Point::value).max().orElseThrow() - in.get(in.size() - 1).value();
  }

  private static final List<Case> CASES =
      List.of(
          new Case(
              "above", AlertRule.<Double>above(x -> x, 8).withClear(5), (a, t) -> latest(a), false),
          new Case(
              "below with cool-down",
              AlertRule.<Double>below(x -> x, 2).withClear(6).withCoolDown(Duration.ofMillis(70)),
              (a, t) -> latest(a),
              false),
          new Case(
              "rising",
              AlertRule.<Double>rising(x -> x, 150, WINDOW).withClear(50),
              (a, t) -> rate(a, t),
              true),
          new Case(
              "falling with cool-down",
              AlertRule.<Double>falling(x -> x, 150, WINDOW).withCoolDown(Duration.ofMillis(40)),
              (a, t) -> -rate(a, t),
              true),
          new Case(
              "fallen",
              AlertRule.<Double>fallen(x -> x, 6, WINDOW).withClear(3),
              (a, t) -> fall(a, t),
              true),
          new Case(
              "at least",
              AlertRule.<Double>atLeast(12, x -> true, WINDOW).withClear(6),
              (a, t) -> window(a, t).size(),
              false),
          new Case(
              "silent with cool-down",
              AlertRule.<Double>silent(Duration.ofMillis(16)).withCoolDown(Duration.ofMillis(60)),
              (a, t) -> a.isEmpty() ? Double.NaN : (t - a.get(a.size() - 1).time()) / 1e3,
              false));

  @TestFactory
  List<DynamicTest> shouldTellWhatAPlainReadingTells() {
    return CASES.stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> compare(c))).toList();
  }

  private static void compare(Case c) throws Exception {
    List<Point> readings = readings();
    List<String> expected = reference(c, readings);
    assertTrue(expected.size() > 20, c.name() + ": " + expected.size() + " alerts");
    assertEquals(expected, fast(c, readings));
  }

  private static List<Point> readings() {
    Random random = new Random(11);
    List<Point> readings = new ArrayList<>();
    long time = 0;
    double value = 5;
    for (int i = 0; i < READINGS; i++) {
      time += random.nextInt(20) == 0 ? random.nextInt(120) : random.nextInt(9);
      value = Math.max(0, Math.min(10, value + 2 * random.nextGaussian()));
      readings.add(new Point(time, value));
    }
    return readings;
  }

  private static List<String> reference(Case c, List<Point> readings) {
    List<String> told = new ArrayList<>();
    List<Point> all = new ArrayList<>();
    boolean firing = false;
    long fired = -1_000_000;
    int next = 0;
    for (long now = 0; now <= readings.get(READINGS - 1).time(); now++) {
      for (boolean more = true; more; ) {
        double level = c.level().of(all, now);
        if (!firing && c.rule().levels().fires(level) && now >= fired + c.rule().coolDownMillis()) {
          firing = true;
          fired = now;
          told.add("FIRING " + now);
        } else if (firing
            && (c.rule().levels().clears(level) || (c.emptyEnds() && window(all, now).isEmpty()))) {
          firing = false;
          told.add("RESOLVED " + now);
        }
        more = next < READINGS && readings.get(next).time() == now;
        if (more) {
          all.add(readings.get(next++));
        }
      }
    }
    return told;
  }

  private static List<String> fast(Case c, List<Point> readings) throws Exception {
    LinkedHashMap<String, AlertRule<?>> rules = new LinkedHashMap<>();
    rules.put("rule", c.rule());
    AlertFunction function = new AlertFunction("test", KeyTimer.Kind.EVENT_TIME, rules);
    Key key = new Key();
    List<String> told = new ArrayList<>();
    for (Point reading : readings) {
      while (!key.timers.isEmpty() && key.timers.first() <= reading.time()) {
        KeyTimer timer = KeyTimer.atEventTime(Instant.ofEpochMilli(key.timers.pollFirst()));
        function.onTimer("k", timer, key, alert -> told.add(text(alert)));
      }
      Timed<List<KeyReading>> value =
          new Timed<>(reading.time(), List.of(new KeyReading("rule", reading.value())));
      function.onValue("k", value, key, alert -> told.add(text(alert)));
      assertTrue(key.get().isEmpty() || key.get().get().rules().get(0).points().size() <= 66);
    }
    return told;
  }

  private static String text(Alert alert) {
    return alert.state() + " " + alert.time().toEpochMilli();
  }

  /** A key and its timers. */
  private static final class Key implements KeyProcess<KeyRules> {
    private Optional<KeyRules> state = Optional.empty();
    private final TreeSet<Long> timers = new TreeSet<>();

    @Override
    public Optional<KeyRules> get() {
      return state;
    }

    @Override
    public void update(KeyRules to) {
      state = Optional.of(to);
    }

    @Override
    public void remove() {
      state = Optional.empty();
    }

    @Override
    public void set(KeyTimer timer) {
      timers.add(timer.time().toEpochMilli());
    }

    @Override
    public void cancel(KeyTimer timer) {
      timers.remove(timer.time().toEpochMilli());
    }

    @Override
    public Watermark watermark() {
      return Watermark.NONE;
    }

    @Override
    public Instant batchTime() {
      throw new IllegalStateException("goes by event time");
    }
  }
}
