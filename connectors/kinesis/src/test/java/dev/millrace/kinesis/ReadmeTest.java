package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.format.RecordFormat;
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
  void shouldCompileWhatTheReadmeShows() throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/millrace/kinesis/ReadmeTest.java"));
    List<String> snippets =
        JAVA.matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertEquals(2, snippets.size());
    assertEquals("KinesisOptions options = KinesisOptions.of(\"eu-central-1\");", snippets.get(0));
    assertTrue(flat(source).contains(flat(snippets.get(1))), snippets.get(1));
  }

  private static String flat(String code) {
    return code.replaceAll("\\s+", "");
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
