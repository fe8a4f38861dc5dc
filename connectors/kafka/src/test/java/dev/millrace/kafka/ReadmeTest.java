package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does what the README shows. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL);

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
  void shouldCompileWhatTheReadmeShows() throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/millrace/kafka/ReadmeTest.java"));
    List<String> snippets =
        JAVA.matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(m -> m.group(1))
            .toList();
    assertEquals(1, snippets.size());
    assertTrue(flat(source).contains(flat(snippets.get(0))), snippets.get(0));
  }

  private static String flat(String code) {
    return code.replaceAll("\\s+", "");
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
}
