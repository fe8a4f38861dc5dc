package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.MillraceException;
import dev.millrace.core.SinkException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.testing.StreamTestDriver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From topic to topic, with everything that may go wrong in between. */
@Timeout(300)
class ExactlyOnceTest {
  private static final int RECORDS = 40;

  @TempDir Path directory;

  private static Topic filled(int records) {
    Topic input = Topic.create(2);
    for (int partition = 0; partition < 2; partition++) {
      input.write(partition, texts(partition, records));
    }
    return input;
  }

  private static String[] texts(int partition, int records) {
    List<String> texts = new ArrayList<>();
    for (int i = partition; i < records; i += 2) {
      texts.add("%05d".formatted(i));
    }
    return texts.toArray(String[]::new);
  }

  private static List<String> expected(int records) {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      expected.add("%05d!".formatted(i));
    }
    return expected;
  }

  private StreamingConfig config(String name) {
    return StreamingConfig.named(name)
        .withCheckpoint(directory.resolve("checkpoint"))
        .withThreads(2)
        .withMaxBatchRecords(10);
  }

  private static void copy(StreamingContext context, Topic input, Topic output, Delivery delivery) {
    KafkaOptions options = input.options().withDelivery(delivery);
    context
        .source("in", KafkaSource.values(options, input.selected(), KafkaFormat.text()))
        .map(text -> text + "!")
        .to(
            "out",
            KafkaSink.values(options, output.name(), KafkaFormat.text())
                .withKey(text -> text.substring(4)));
  }

  private static List<String> sorted(Topic topic) {
    List<String> values = new ArrayList<>(topic.values());
    Collections.sort(values);
    return values;
  }

  /** The producer gathers more than such a topic takes at a time. */
  @Test
  void shouldWriteToATopicThatTakesLittleAtATime() {
    int rows = 5_000;
    Topic output = Topic.create(1, "max.message.bytes", "20000");
    StreamingConfig config = config("little").withMaxBatchRecords(rows);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config,
            context ->
                context
                    .source("in", GeneratorSource.bounded(rows, i -> "%05d!".formatted(i)))
                    .to(
                        "out",
                        KafkaSink.values(output.options(), output.name(), KafkaFormat.text())))) {
      driver.runAll();
    }
    assertEquals(expected(rows), output.values());
  }

  @ParameterizedTest
  @EnumSource(
      value = Delivery.class,
      names = {"EXACTLY_ONCE", "AT_LEAST_ONCE"})
  void shouldWriteKeysTimestampsAndHeaders(Delivery delivery) {
    // Kafka would soon delete what is as old as these records say.
    Topic output = Topic.create(1, "retention.ms", "-1");
    List<KafkaHeader> headers = List.of(KafkaHeader.of("a", "höhe"), new KafkaHeader("a", null));
    Instant from = Instant.parse("2024-05-01T10:00:00.123Z");
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config("records-" + delivery),
            context ->
                context
                    .source(
                        "in",
                        GeneratorSource.bounded(
                            3,
                            i ->
                                KafkaRecord.of("k" + i, i == 2 ? null : "v" + i)
                                    .withTimestamp(from.plusSeconds(i))
                                    .withHeaders(headers)))
                    .to(
                        "out",
                        KafkaSink.records(
                            output.options().withDelivery(delivery),
                            output.name(),
                            KafkaFormat.text(),
                            KafkaFormat.text())))) {
      driver.runAll();
    }
    List<ConsumerRecord<byte[], byte[]>> messages = output.messages();
    assertEquals(3, messages.size());
    for (int i = 0; i < 3; i++) {
      ConsumerRecord<byte[], byte[]> message = messages.get(i);
      assertEquals("k" + i, text(message.key()));
      assertEquals(i == 2 ? null : "v" + i, message.value() == null ? null : text(message.value()));
      assertEquals(TimestampType.CREATE_TIME, message.timestampType());
      assertEquals(from.plusSeconds(i), Instant.ofEpochMilli(message.timestamp()));
      List<KafkaHeader> found = new ArrayList<>();
      message
          .headers()
          .headers("a")
          .forEach(header -> found.add(new KafkaHeader(header.key(), header.value())));
      assertEquals(headers, found);
      assertEquals("0", text(message.headers().lastHeader("millrace-batch").value()));
    }
  }

  @ParameterizedTest
  @EnumSource(BatchStep.class)
  void shouldShowEverythingOnceWhereverItCrashes(BatchStep step) {
    Topic input = filled(RECORDS);
    Topic output = Topic.create(2);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config("crash-" + step),
            context -> copy(context, input, output, Delivery.EXACTLY_ONCE))) {
      driver.crashAt(step, 2);
      driver.recover();
      driver.crashAt(step, 1);
      driver.recover();
      driver.runAll();
      driver.stop();
    }
    assertEquals(expected(RECORDS), sorted(output));
    for (ConsumerRecord<byte[], byte[]> message : output.messages()) {
      assertEquals(text(message.value()).substring(4), text(message.key()));
      int batch = Integer.parseInt(text(message.headers().lastHeader("millrace-batch").value()));
      assertEquals(Integer.parseInt(text(message.value()).substring(0, 5)) / 10, batch);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void shouldShowEverythingAtLeastOnceWithoutTransactions() {
    Topic input = filled(RECORDS);
    Topic output = Topic.create(2);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config("at-least"), context -> copy(context, input, output, Delivery.AT_LEAST_ONCE))) {
      for (BatchStep step : List.of(BatchStep.STAGE, BatchStep.PUBLISH, BatchStep.ACKNOWLEDGE)) {
        driver.crashAt(step);
        driver.recover();
      }
      driver.runAll();
    }
    assertEquals(expected(RECORDS), List.copyOf(new TreeSet<>(output.values())));
    for (ConsumerRecord<byte[], byte[]> message : output.messages()) {
      int row = Integer.parseInt(text(message.headers().lastHeader("millrace-row").value()));
      assertTrue(row >= 0 && row < 10, "row " + row);
    }
  }

  @Test
  void shouldRefuseAProcessThatWasTakenForDead() {
    Topic input = filled(RECORDS);
    Topic output = Topic.create(2);
    StreamingConfig first = config("zombie").withCheckpoint(directory.resolve("first"));
    StreamingConfig second = config("zombie").withCheckpoint(directory.resolve("second"));
    try (StreamTestDriver zombie =
        StreamTestDriver.of(
            first, context -> copy(context, input, output, Delivery.EXACTLY_ONCE))) {
      try (StreamTestDriver successor =
          StreamTestDriver.of(
              second, context -> copy(context, input, output, Delivery.EXACTLY_ONCE))) {
        MillraceException refused = assertThrows(MillraceException.class, zombie::runBatch);
        assertTrue(
            refused.getMessage().contains("another process writes as 'millrace-zombie-out'"),
            refused.getMessage());
        successor.runAll();
      }
    }
    assertEquals(expected(RECORDS), sorted(output));
  }

  @Test
  void shouldRefuseToStartAfreshBesideItsOwnOutput() {
    Topic input = filled(RECORDS);
    Topic output = Topic.create(1);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config("afresh"), context -> copy(context, input, output, Delivery.EXACTLY_ONCE))) {
      driver.runAll();
    }
    StreamingConfig other = config("afresh").withCheckpoint(directory.resolve("other"));
    SinkException refused =
        assertThrows(
            SinkException.class,
            () ->
                StreamTestDriver.of(
                    other, context -> copy(context, input, output, Delivery.EXACTLY_ONCE)));
    assertTrue(refused.getMessage().contains("starts afresh"), refused.getMessage());
    assertTrue(refused.getMessage().contains("'millrace-afresh-out'"), refused.getMessage());
  }

  /** Counts down with every record that is committed. */
  private record Progress(CountDownLatch records) implements StreamingListener {
    @Override
    public void onBatch(BatchReport batch) {
      for (long i = 0; i < batch.records(); i++) {
        records.countDown();
      }
    }
  }

  @Test
  void shouldLoseAndRepeatNothingWhenTheBrokerIsKilled() throws Exception {
    int records = 2_000;
    Topic input = Topic.create(2);
    Topic output = Topic.create(2);
    StreamingConfig config =
        config("broker")
            .withMaxBatchRecords(100)
            .withTrigger(Trigger.interval(Duration.ofMillis(20)));
    CountDownLatch half = new CountDownLatch(records / 2);
    CountDownLatch all = new CountDownLatch(records);
    try (StreamingContext context = StreamingContext.create(config);
        Producer<byte[], byte[]> producer = input.producer("")) {
      copy(context, input, output, Delivery.EXACTLY_ONCE);
      context.listen(new Progress(half));
      context.listen(new Progress(all));
      context.start();
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < records / 2; i++) {
        sent.add(producer.send(message(input, i)));
      }
      assertTrue(half.await(60, TimeUnit.SECONDS));
      for (int i = records / 2; i < records; i++) {
        sent.add(producer.send(message(input, i)));
      }
      KafkaBroker.shared().kill();
      KafkaBroker.shared().restart();
      Topic.await(sent);
      assertTrue(all.await(60, TimeUnit.SECONDS), all.getCount() + " of " + records + " missing");
      context.stop();
      context.awaitTermination();
    }
    assertEquals(expected(records), sorted(output));
  }

  private static ProducerRecord<byte[], byte[]> message(Topic input, int number) {
    byte[] value = Topic.utf8("%05d".formatted(number));
    return new ProducerRecord<>(input.name(), number % 2, null, value);
  }
}
