package dev.millrace.core.alert;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.core.EventTimeDStream;
import dev.millrace.core.EventTimeKeyedDStream;
import dev.millrace.core.function.KeyExtractor;
import dev.millrace.core.state.ProcessSpec;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.time.KeyTimer;
import dev.millrace.core.time.WatermarkPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Rules that watch a stream, key by key, and tell when something begins and when it is over.
 *
 * <pre>{@code
 * Alerts alerts =
 *     Alerts.on(payments)
 *         .keyBy(Payment::card)
 *         .rule("large payment", AlertRule.<Payment>above(Payment::amount, 5_000).withClear(4_000))
 *         .rule("silent", AlertRule.<Payment>silent(Duration.ofMinutes(10)))
 *         .group(AlertGrouping.byRule().withDelay(Duration.ofSeconds(30)))
 *         .named("payment-alerts");
 * alerts.stream().to("log", sinkOfAlerts);
 * alerts.messages().to("hook", sinkOfMessages);
 * }</pre>
 *
 * <p>Time is batch time: all rows of a batch come at one moment, and what happens in between, as a
 * key falling silent, is told with the next batch, under the moment at which it happened. Over a
 * stream with event time it is that: rows are met in the order of their times once the watermark
 * has passed them, so what is told does not depend on how rows are cut into batches; late rows are
 * left out of the rules. What is told together ({@link #messages}) goes by batch time either way.
 *
 * <p>What rules remember is keyed state, in the checkpoint under this name: a restart neither loses
 * nor invents alerts, and one that is computed again has the same id. Rules are matched by their
 * names: a new one starts empty, one that is gone is forgotten. A key costs some 100 bytes for each
 * rule that fires or remembers something, and nothing else; a row is shuffled to its key.
 */
public final class Alerts {
  private final String name;
  private final DStream<Alert> alerts;
  private final AlertGrouping grouping;
  private Optional<DStream<AlertMessage>> messages = Optional.empty();

  private Alerts(String name, DStream<Alert> alerts, AlertGrouping grouping) {
    this.name = name;
    this.alerts = alerts;
    this.grouping = grouping;
  }

  /** Begins to describe what is watched, by batch time. */
  public static <T> Builder<T> on(DStream<T> rows) {
    return new Builder<>(KeyTimer.Kind.BATCH_TIME, name -> timeless(rows, name), rows);
  }

  /** Begins to describe what is watched, by event time; the stream has to be named. */
  public static <T> Builder<T> on(EventTimeDStream<T> rows) {
    return new Builder<>(KeyTimer.Kind.EVENT_TIME, name -> rows, rows.timed());
  }

  /** For what goes by batch time alone: nothing is known of event time. */
  private static <T> EventTimeDStream<T> timeless(DStream<T> rows, String name) {
    return rows.withEventTime(
            EventTime.<T>ofEpochMillis(row -> 0)
                .withWatermarks((row, time) -> WatermarkPolicy.NOTHING))
        .named(name + "-rows");
  }

  /** By which the checkpoint and the alerts know it. */
  public String name() {
    return name;
  }

  /**
   * Every alert, with the batch that tells of it. Those of a key are in the order of their times.
   */
  public DStream<Alert> stream() {
    return alerts;
  }

  /** The alerts in groups, each one message. Before the start. */
  public synchronized DStream<AlertMessage> messages() {
    if (messages.isEmpty()) {
      AlertGrouping.By by = grouping.by();
      messages =
          Optional.of(
              timeless(alerts, name + "-messages")
                  .keyBy(by::of, StateCodecs.string())
                  .process(
                      ProcessSpec.of(
                          StateCodecs.record(MessageFunction.Waiting.class),
                          new MessageFunction(name, grouping.delay())))
                  .named(name + "-messages"));
    }
    return messages.get();
  }

  /** Where rows come from, once it has a name. */
  private interface Rows<T> {
    EventTimeDStream<T> named(String name);
  }

  /** Describes what is watched; {@link #named} ends it. Not thread-safe. */
  public static final class Builder<T> {
    private static final StateCodec<List<KeyReading>> READINGS =
        StateCodecs.list(StateCodecs.record(KeyReading.class));

    private final KeyTimer.Kind clock;
    private final Rows<T> rows;
    private final DStream<?> shipping;
    private final LinkedHashMap<String, AlertRule<T>> rules = new LinkedHashMap<>();
    private KeyExtractor<? super T, String> key = row -> "";
    private AlertGrouping grouping = AlertGrouping.byRule();

    private Builder(KeyTimer.Kind clock, Rows<T> rows, DStream<?> shipping) {
      this.clock = clock;
      this.rows = rows;
      this.shipping = shipping;
    }

    /** Watches what has a key apart from others; without this, the stream as a whole. */
    public Builder<T> keyBy(KeyExtractor<? super T, String> extractor) {
      key = Objects.requireNonNull(extractor, "extractor");
      return this;
    }

    /**
     * Adds a rule.
     *
     * @param name how alerts and the checkpoint call it, in one line
     */
    public Builder<T> rule(String name, AlertRule<T> rule) {
      if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
        throw new ConfigurationException(
            "a rule needs a name in one line, got '" + name.replaceAll("\\p{Cntrl}", "?") + "'");
      }
      if (rules.putIfAbsent(name, Objects.requireNonNull(rule, "rule")) != null) {
        throw new ConfigurationException("there are two rules of the name '" + name + "'");
      }
      shipping.requireShippable("alert rule '" + name + "'", rule);
      return this;
    }

    /** Which alerts are told together; without this, those of a rule that come with one batch. */
    public Builder<T> group(AlertGrouping value) {
      grouping = Objects.requireNonNull(value, "grouping");
      return this;
    }

    /**
     * Makes it part of the pipeline, once something reads it.
     *
     * @param name by which the checkpoint and the alerts know it
     * @throws ConfigurationException if there is no rule
     */
    public Alerts named(String name) {
      if (rules.isEmpty()) {
        throw new ConfigurationException("alerts '" + name + "' have no rule");
      }
      LinkedHashMap<String, AlertRule<T>> all = new LinkedHashMap<>(rules);
      EventTimeKeyedDStream<String, List<KeyReading>> readings =
          rows.named(name)
              .<String>keyBy(key, StateCodecs.string())
              .mapValues(row -> read(all, row));
      ProcessSpec<String, List<KeyReading>, KeyRules, Alert> spec =
          ProcessSpec.of(StateCodecs.record(KeyRules.class), new AlertFunction(name, clock, all));
      return new Alerts(
          name,
          readings
              .process(clock == KeyTimer.Kind.EVENT_TIME ? spec.inTimeOrder(READINGS) : spec)
              .named(name),
          grouping);
    }

    private static <T> List<KeyReading> read(Map<String, AlertRule<T>> rules, T row)
        throws Exception {
      List<KeyReading> readings = new ArrayList<>(rules.size());
      for (var rule : rules.entrySet()) {
        double value = rule.getValue().reading().of(row);
        if (!Double.isNaN(value)) {
          readings.add(new KeyReading(rule.getKey(), value));
        }
      }
      return readings;
    }
  }
}
