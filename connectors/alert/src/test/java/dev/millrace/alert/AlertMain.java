package dev.millrace.alert;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.alert.AlertGrouping;
import dev.millrace.core.alert.AlertRule;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.time.EventTime;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The process that {@link CrashTest} kills: watches readings of five sensors and tells a webhook.
 * Arguments: checkpoint directory, address of the webhook.
 */
final class AlertMain {
  record Reading(String sensor, double value, long time) {}

  private AlertMain() {}

  private static Reading reading(long i) {
    boolean silent = i % 5 == 3 && i / 100 % 2 == 1;
    return new Reading("sensor " + (silent ? 4 : i % 5), 10 * Math.sin(i / 23.0), i * 100);
  }

  public static void main(String[] args) throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("sensors")
            .withTrigger(Trigger.availableNow())
            .withCheckpoint(Path.of(args[0]))
            .withMaxBatchRecords(50)
            .withThreads(2);
    try (StreamingContext context = StreamingContext.create(config)) {
      Alerts.on(
              context
                  .source("readings", GeneratorSource.bounded(1_000, AlertMain::reading))
                  .withEventTime(EventTime.ofEpochMillis(Reading::time))
                  .named("time"))
          .keyBy(Reading::sensor)
          .rule("high", AlertRule.<Reading>above(Reading::value, 9).withClear(5))
          .rule("silent", AlertRule.<Reading>silent(Duration.ofSeconds(5)))
          .group(AlertGrouping.byRule())
          .named("sensor-alerts")
          .messages()
          .to("hook", WebhookSink.of(WebhookOptions.to(URI.create(args[1]))));
      context.start();
      context.awaitTermination();
    }
  }
}
