package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.format.RecordFormat;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does what the README shows. */
class ReadmeTest {
  @TempDir Path directory;

  record Payment(String card, double amount) {}

  private static void describe(StreamingContext context, KinesisOptions options) {
    DStream<Payment> payments =
        context.source(
            "payments",
            KinesisSource.values(options, "payments", RecordFormat.json(Payment.class)));
    payments
        .filter(payment -> payment.amount() > 1_000)
        .to(
            "large",
            KinesisSink.values(options, "large", RecordFormat.json(Payment.class))
                .withPartitionKey(Payment::card));
  }

  @Test
  @Timeout(120)
  void shouldDoWhatTheReadmeShows() throws InterruptedException {
    TestStream payments = TestStream.create(Kinesalite.shared(), "payments", 2);
    TestStream large = TestStream.create(Kinesalite.shared(), "large", 1);
    payments.write(0, "{\"card\":\"a\",\"amount\":1}", "{\"card\":\"b\",\"amount\":2000}");
    StreamingConfig config =
        StreamingConfig.named("readme")
            .withCheckpoint(directory)
            .withTrigger(Trigger.availableNow());
    try (StreamingContext context = StreamingContext.create(config)) {
      describe(context, payments.options());
      context.start();
      context.awaitTermination();
    }
    assertEquals(List.of("{\"card\":\"b\",\"amount\":2000.0}"), large.values());
    assertEquals("b@0-0", large.records().get(0).partitionKey());
  }
}
