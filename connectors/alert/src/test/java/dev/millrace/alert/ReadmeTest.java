package dev.millrace.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.DStream;
import dev.millrace.core.alert.AlertGrouping;
import dev.millrace.core.alert.AlertRule;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.alert.Severity;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.testing.StreamTestDriver;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  record Payment(String card, double amount) {}

  private static void describe(DStream<Payment> payments, URI address, Secret key) {
    Alerts alerts =
        Alerts.on(payments)
            .keyBy(Payment::card)
            .rule(
                "large payment",
                AlertRule.<Payment>above(Payment::amount, 5_000)
                    .withClear(4_000)
                    .withCoolDown(Duration.ofHours(1))
                    .withSeverity(Severity.CRITICAL))
            .rule("burst", AlertRule.<Payment>atLeast(20, payment -> true, Duration.ofMinutes(1)))
            .rule("silent", AlertRule.<Payment>silent(Duration.ofMinutes(10)))
            .group(AlertGrouping.byRule().withDelay(Duration.ofSeconds(30)))
            .named("payment-alerts");
    alerts.messages().to("hook", WebhookSink.of(WebhookOptions.to(address).withSigning(key)));
    alerts.messages().to("log", LogSink.create());
  }

  @Test
  void shouldDoWhatTheReadmeShows() {
    Secret key = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    QueueSource<Payment> payments = QueueSource.create();
    try (var lines = new SinksConformanceTest.Lines(Logger.getLogger("dev.millrace.alerts"));
        Receiver receiver = new Receiver();
        StreamTestDriver driver =
            StreamTestDriver.of(
                context -> describe(context.source("payments", payments), receiver.uri(), key))) {
      payments.push(new Payment("a", 6_000));
      driver.runBatch();
      payments.push(new Payment("b", 7_000));
      driver.advance(Duration.ofSeconds(10));
      driver.runBatch();
      assertEquals(List.of(), receiver.posts());
      driver.advance(Duration.ofSeconds(20));
      driver.runBatch();
      assertEquals(2, receiver.posts().get(0).json().get("alerts").size());
      driver.advance(Duration.ofMinutes(11));
      driver.runBatch();
      driver.advance(Duration.ofSeconds(30));
      driver.runBatch();
      assertEquals("silent", receiver.posts().get(1).json().get("group").asText());
      assertEquals(4, lines.texts.size());
    }
  }
}
