package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
import dev.millrace.file.FileSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does what the README shows. */
class ReadmeTest {
  @TempDir Path directory;

  record Payment(String card, double amount) {}

  private static void describe(StreamingContext context, String bootstrap) {
    KafkaOptions options = KafkaOptions.of(bootstrap);
    DStream<Payment> payments =
        context.source(
            "payments",
            KafkaSource.values(
                options, KafkaTopics.named("payments"), KafkaFormat.json(Payment.class)));
    payments
        .filter(payment -> payment.amount() > 1_000)
        .to(
            "large",
            KafkaSink.values(options, "large", KafkaFormat.json(Payment.class))
                .withKey(Payment::card));
  }

  @Test
  @Timeout(300)
  void shouldDoWhatTheReadmeShows() throws InterruptedException {
    Topic payments = Topic.named("payments", 2);
    Topic large = Topic.named("large", 1);
    payments.write(0, "{\"card\":\"a\",\"amount\":1}", "{\"card\":\"b\",\"amount\":2000}");
    StreamingConfig config =
        StreamingConfig.named("readme")
            .withCheckpoint(directory)
            .withTrigger(Trigger.availableNow());
    try (StreamingContext context = StreamingContext.create(config)) {
      describe(context, KafkaBroker.shared().bootstrap());
      context.start();
      context.awaitTermination();
    }
    assertEquals(List.of("{\"card\":\"b\",\"amount\":2000.0}"), large.values());
  }

  record HalfHour(double period, double price) {}

  record Forecast(double period, boolean up) {}

  private static DStream<HalfHour> fromKafka(StreamingContext context, String bootstrap) {
    DStream<HalfHour> market =
        context.source(
            "market",
            KafkaSource.values(
                KafkaOptions.of(bootstrap),
                KafkaTopics.named("market"),
                KafkaFormat.json(HalfHour.class)));
    return market;
  }

  private static void toKafka(DStream<Forecast> forecasts, String bootstrap) {
    forecasts.to(
        "forecasts",
        KafkaSink.values(
            KafkaOptions.of(bootstrap), "forecasts", KafkaFormat.json(Forecast.class)));
  }

  private void run(StreamingConfig config, Consumer<StreamingContext> description)
      throws InterruptedException {
    try (StreamingContext context = StreamingContext.create(config)) {
      description.accept(context);
      context.start();
      context.awaitTermination();
    }
  }

  /** Which state goes on: how often the price rose so far. */
  private static DStream<Forecast> forecast(DStream<HalfHour> market) {
    return market
        .keyBy(halfHour -> 0L)
        .<Long, Forecast>mapWithState(
            StateSpec.of(
                StateCodecs.int64(),
                StateCodecs.int64(),
                (key, halfHour, seen, out) -> {
                  seen.update(seen.get().orElse(0L) + 1);
                  out.emit(new Forecast(halfHour.orElseThrow().period(), seen.get().get() > 2));
                }))
        .named("seen");
  }

  /** As the guide says: the source begins anew, and what was learned is kept. */
  @Test
  @Timeout(300)
  void shouldGoOnFromAFileWithATopic() throws Exception {
    String bootstrap = KafkaBroker.shared().bootstrap();
    Topic market = Topic.named("market", 1);
    Topic forecasts = Topic.named("forecasts", 1);
    market.write(0, "{\"period\":0.5,\"price\":1}");
    Path file = Files.writeString(directory.resolve("market.csv"), "period,price\n0,1\n0.25,1\n");
    StreamingConfig config =
        StreamingConfig.named("prices")
            .withCheckpoint(directory.resolve("checkpoint"))
            .withTrigger(Trigger.availableNow());
    run(
        config,
        context ->
            toKafka(
                forecast(context.source("market", FileSource.csv(file, HalfHour.class))),
                bootstrap));
    run(
        config.withFresh("market"),
        context -> toKafka(forecast(fromKafka(context, bootstrap)), bootstrap));
    assertEquals(
        List.of(
            "{\"period\":0.0,\"up\":false}",
            "{\"period\":0.25,\"up\":false}",
            "{\"period\":0.5,\"up\":true}"),
        forecasts.values());
  }
}
