package dev.millrace.notebooks.fraud;

import dev.millrace.core.DStream;
import dev.millrace.core.EventTimeDStream;
import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.AlertRule;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.alert.Severity;
import dev.millrace.core.time.EventTime;
import dev.millrace.ml.alert.LearnerFigure;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.Scored;
import java.time.Duration;
import java.util.List;

/**
 * When somebody is to be told, beyond the single payment. All but the last go by the payments' own
 * times, so that equal payments give equal alerts.
 *
 * @param cards a card that is misused again and again
 * @param waves many frauds at a time
 * @param rings rings that have grown
 * @param quality a model that has become useless
 */
record FraudAlerts(Alerts cards, Alerts waves, Alerts rings, Alerts quality) {
  private static final Duration HOUR = Duration.ofHours(1);

  static FraudAlerts on(LearningStream<Payment> learning, DStream<Ring> rings) {
    EventTimeDStream<Scored<Payment>> scored =
        learning
            .predictions()
            .withEventTime(EventTime.<Scored<Payment>>of(s -> s.row().at()))
            .named("payment-clock");
    return new FraudAlerts(
        Alerts.on(scored)
            .keyBy(s -> s.row().card())
            .rule("card misused", AlertRule.atLeast(2, s -> s.decided() == 1, HOUR))
            .named("card-alerts"),
        Alerts.on(scored)
            .rule(
                "wave of frauds",
                AlertRule.<Scored<Payment>>atLeast(25, s -> s.decided() == 1, HOUR)
                    .withClear(15)
                    .withSeverity(Severity.CRITICAL))
            .named("wave-alerts"),
        Alerts.on(rings.withEventTime(EventTime.of(Ring::at)).named("ring-clock"))
            .keyBy(Ring::phone)
            .rule(
                "ring",
                AlertRule.<Ring>above(Ring::size, 5)
                    .withSeverity(Severity.CRITICAL)
                    .withForgetAfter(HOUR))
            .named("ring-alerts"),
        Alerts.on(learning.metrics())
            .rule(
                "champion no better than the majority",
                LearnerFigure.of("champion", "prAuc")
                    .withRowsFirst(1_000)
                    .behind("majority-class", 0.1))
            .named("quality-alerts"));
  }

  List<Alerts> all() {
    return List.of(cards, waves, rings, quality);
  }

  DStream<Alert> stream() {
    return cards.stream().union(waves.stream()).union(rings.stream()).union(quality.stream());
  }
}
