package dev.millrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.kafka.KafkaBroker;
import dev.millrace.kafka.KafkaFormat;
import dev.millrace.kafka.KafkaOptions;
import dev.millrace.kafka.KafkaRecord;
import dev.millrace.kafka.KafkaSink;
import dev.millrace.kafka.KafkaSource;
import dev.millrace.kafka.KafkaTopics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Topics read by Spark's tasks, partition by partition, and written exactly once. */
@Timeout(300)
class KafkaOnSparkTest {
  private static final int RECORDS = 300;
  private static KafkaBroker broker;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    broker = KafkaBroker.start();
    broker.createTopic("numbers", 3);
    broker.createTopic("squares", 2);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static KafkaOptions options() {
    return KafkaOptions.of(broker.bootstrap());
  }

  private StreamTestDriver driver(String name, Consumer<StreamingContext> description) {
    StreamingConfig config =
        StreamingConfig.named(name)
            .withCheckpoint(directory.resolve(name))
            .withMaxBatchRecords(60)
            .withEngine(LocalSpark::engine);
    return StreamTestDriver.of(config, description);
  }

  private void fill() {
    List<Integer> numbers = IntStream.range(0, RECORDS).boxed().toList();
    try (StreamTestDriver driver =
        driver(
            "fill",
            context ->
                context
                    .source("all", ReplaySource.of(numbers))
                    .to(
                        "numbers",
                        KafkaSink.values(options(), "numbers", KafkaFormat.json(Integer.class))
                            .withKey(String::valueOf)))) {
      driver.runAll();
    }
  }

  @Test
  void shouldReadAndWriteTopicsExactlyOnce() {
    fill();
    MemorySink<DeadLetter> rejected = new MemorySink<>();
    try (StreamTestDriver driver =
        driver(
            "squares",
            context -> {
              context.deadLetters(rejected);
              context
                  .source(
                      "numbers",
                      KafkaSource.records(
                          options(),
                          KafkaTopics.named("numbers"),
                          KafkaFormat.text(),
                          KafkaFormat.json(Integer.class)))
                  .map(record -> KafkaRecord.of(record.key(), record.value() * record.value()))
                  .to(
                      "squares",
                      KafkaSink.records(
                          options(),
                          "squares",
                          KafkaFormat.text(),
                          KafkaFormat.json(Integer.class)));
            })) {
      driver.crashAt(BatchStep.COMMIT, 2);
      driver.recover();
      driver.crashAt(BatchStep.PUBLISH, 2);
      driver.recover();
      driver.runAll();
    }
    assertEquals(List.of(), rejected.records());
    assertEquals(
        IntStream.range(0, RECORDS).mapToObj(i -> i + "=" + i * i).sorted().toList(), squares());
  }

  private List<String> squares() {
    MemorySink<String> found = new MemorySink<>();
    try (StreamTestDriver driver =
        driver(
            "check",
            context ->
                context
                    .source(
                        "squares",
                        KafkaSource.records(
                            options(),
                            KafkaTopics.named("squares"),
                            KafkaFormat.text(),
                            KafkaFormat.text()))
                    .map(record -> record.key() + "=" + record.value())
                    .to("found", found))) {
      driver.runAll();
    }
    List<String> records = new ArrayList<>(found.records());
    Collections.sort(records);
    return records;
  }
}
