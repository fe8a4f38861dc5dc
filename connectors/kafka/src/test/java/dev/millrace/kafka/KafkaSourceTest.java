package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.SourceException;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.testing.SourceRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class KafkaSourceTest {
  @TempDir Path directory;

  private static KafkaSource<String> texts(Topic topic, KafkaOptions options) {
    return KafkaSource.values(options, topic.selected(), KafkaFormat.text());
  }

  private SourceRun<String> play(Topic topic) throws Exception {
    return new SourceRun<>(texts(topic, topic.options()), directory);
  }

  private static OffsetRange range(Topic topic, long from, long until) {
    return new OffsetRange(topic.name() + "-0", Offset.of(from), Offset.of(until), until - from);
  }

  @Test
  void shouldGiveEverythingThatKafkaKnows() throws Exception {
    Topic topic = Topic.create(1, "retention.ms", "-1");
    try (Producer<byte[], byte[]> producer = topic.producer("")) {
      ProducerRecord<byte[], byte[]> full =
          new ProducerRecord<>(
              topic.name(), 0, 1_700_000_000_000L, Topic.utf8("k"), Topic.utf8("v"));
      full.headers().add("h", Topic.utf8("1")).add("h", null);
      producer.send(full).get();
      byte[] none = null;
      producer.send(new ProducerRecord<>(topic.name(), 0, 7L, Topic.utf8("k"), none)).get();
    }
    KafkaSource<KafkaRecord<String, String>> source =
        KafkaSource.records(
            topic.options(), topic.selected(), KafkaFormat.text(), KafkaFormat.text());
    try (SourceRun<KafkaRecord<String, String>> play = new SourceRun<>(source, directory)) {
      assertEquals(
          List.of(
              new KafkaRecord<>(
                  topic.name(),
                  0,
                  0,
                  Instant.ofEpochMilli(1_700_000_000_000L),
                  "k",
                  "v",
                  List.of(KafkaHeader.of("h", "1"), new KafkaHeader("h", null))),
              new KafkaRecord<>(topic.name(), 0, 1, Instant.ofEpochMilli(7), "k", null, List.of())),
          play.until(2));
    }
  }

  @Test
  void shouldPutAsideWhatCannotBeDecoded() throws Exception {
    Topic topic = Topic.create(1);
    topic.write(0, "{\"a\":1}", "{", "{\"a\":2}");
    try (Producer<byte[], byte[]> producer = topic.producer("")) {
      byte[] none = null;
      producer.send(new ProducerRecord<>(topic.name(), 0, Topic.utf8("k"), none)).get();
    }
    KafkaSource<JsonNode> source =
        KafkaSource.values(topic.options(), topic.selected(), KafkaFormat.json(JsonNode.class));
    try (SourceRun<JsonNode> play = new SourceRun<>(source, directory)) {
      assertEquals(2, play.until(4).size());
      DeadLetter broken = play.rejects().get(0);
      assertEquals(topic.name() + "-0@1", broken.position());
      assertEquals("{", broken.record());
      assertTrue(broken.reason().startsWith("not JSON for JsonNode: "), broken.reason());
      DeadLetter tombstone = play.rejects().get(1);
      assertEquals(topic.name() + "-0@3", tombstone.position());
      assertTrue(tombstone.reason().startsWith("expected a value, got a tombstone"));
    }
  }

  /** Offsets: a 0, marker 1, x y 2 3, marker 4, b 5, marker 6, x 7, marker 8, open 9. */
  private static Producer<byte[], byte[]> transactions(Topic topic) {
    Producer<byte[], byte[]> producer = topic.producer(topic.name());
    producer.initTransactions();
    transaction(topic, producer, "a");
    producer.commitTransaction();
    transaction(topic, producer, "x", "y");
    producer.abortTransaction();
    transaction(topic, producer, "b");
    producer.commitTransaction();
    transaction(topic, producer, "x");
    producer.abortTransaction();
    transaction(topic, producer, "open");
    return producer;
  }

  private static void transaction(
      Topic topic, Producer<byte[], byte[]> producer, String... values) {
    producer.beginTransaction();
    List<Future<RecordMetadata>> sent = topic.send(producer, 0, values);
    producer.flush();
    Topic.await(sent);
  }

  @Test
  void shouldReadCommittedTransactionsAndNoFurtherThanTheFirstOpenOne() throws Exception {
    Topic topic = Topic.create(1);
    try (Producer<byte[], byte[]> producer = transactions(topic);
        SourceRun<String> play = play(topic)) {
      assertEquals(List.of(range(topic, 0, 9)), play.batch());
      assertEquals(List.of("a", "b"), play.records());
      assertEquals(List.of(), play.batch());
      producer.commitTransaction();
      assertEquals(List.of("a", "b", "open"), play.until(3));
    }
    KafkaOptions dirty = topic.options().withIsolation(KafkaOptions.Isolation.READ_UNCOMMITTED);
    try (SourceRun<String> play = new SourceRun<>(texts(topic, dirty), directory)) {
      assertEquals(List.of("a", "x", "y", "b", "x", "open"), play.until(6));
    }
  }

  @Test
  void shouldReadRangesThatEndInGaps() throws Exception {
    Topic topic = Topic.create(1);
    try (Producer<byte[], byte[]> producer = transactions(topic);
        SourceRun<String> play = play(topic)) {
      for (int from : new int[] {0, 1, 3, 5, 6}) {
        for (int until = from + 1; until <= 9; until++) {
          play.records().clear();
          play.read(range(topic, from, until));
          String expected = (from == 0 ? "a" : "") + (from <= 5 && until > 5 ? "b" : "");
          assertEquals(expected, String.join("", play.records()), from + " until " + until);
        }
      }
      producer.abortTransaction();
    }
  }

  @Test
  void shouldReadRangesOfCompactedTopics() throws Exception {
    Topic topic =
        Topic.create(
            1,
            "cleanup.policy",
            "compact",
            "min.cleanable.dirty.ratio",
            "0.01",
            "segment.ms",
            "100",
            "delete.retention.ms",
            "100");
    try (Producer<byte[], byte[]> producer = topic.producer("")) {
      for (int i = 0; i < 20; i++) {
        producer.send(record(topic, "k" + i % 2, i)).get();
      }
      // A segment is rolled, and the one before cleaned, when something comes after its time.
      long deadline = System.nanoTime() + 60_000_000_000L;
      int more = 20;
      while (topic.messages().get(0).offset() < 18) {
        assertTrue(System.nanoTime() < deadline, "the broker does not compact");
        producer.send(record(topic, "other", more++)).get();
      }
    }
    try (SourceRun<String> play = play(topic)) {
      play.read(range(topic, 0, 10));
      assertEquals(List.of(), play.records());
      play.read(range(topic, 10, 19));
      assertEquals(List.of("18"), play.records());
    }
  }

  private static ProducerRecord<byte[], byte[]> record(Topic topic, String key, int value) {
    return new ProducerRecord<>(topic.name(), 0, Topic.utf8(key), Topic.utf8("" + value));
  }

  @Test
  void shouldFindNewPartitionsAndTopicsWhileRunning() throws Exception {
    Topic topic = Topic.named("found-a", 1);
    topic.write(0, "1");
    KafkaOptions options = topic.options().withStart(new KafkaStart.At(Instant.EPOCH));
    KafkaSource<String> source =
        KafkaSource.values(options, KafkaTopics.matching("found-.*"), KafkaFormat.text());
    try (SourceRun<String> play = new SourceRun<>(source, directory)) {
      assertEquals(List.of("1"), play.until(1));
      KafkaBroker.shared()
          .admin()
          .createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(2)))
          .all()
          .get();
      topic.write(1, "2");
      assertEquals(List.of("1", "2"), play.until(2));
      Topic.named("found-b", 1).write(0, "3");
      assertEquals(List.of("1", "2", "3"), play.until(3));
    }
  }

  @Test
  void shouldStartWithTheLatestOfItsFirstStart() throws Exception {
    Topic topic = Topic.create(2);
    topic.write(0, "before");
    topic.write(1, "before");
    KafkaSource<String> source = texts(topic, topic.options().withStart(new KafkaStart.Latest()));
    try (SourceRun<String> play = new SourceRun<>(source, directory)) {
      assertEquals(List.of(), play.batch());
    }
    topic.write(0, "1");
    Map<String, Offset> offsets;
    try (SourceRun<String> play = new SourceRun<>(source, directory)) {
      assertEquals(List.of("1"), play.until(1));
      play.planner().committed(play.offsets());
      offsets = play.offsets();
    }
    assertEquals(topic.name() + "-1 1\n", Files.readString(directory.resolve("start-offsets")));
    topic.write(1, "2");
    try (SourceRun<String> play = new SourceRun<>(source, directory, offsets)) {
      assertEquals(List.of("2"), play.until(1));
    }
  }

  @Test
  void shouldStartAtATime() throws Exception {
    Topic topic = Topic.create(2, "retention.ms", "-1");
    try (Producer<byte[], byte[]> producer = topic.producer("")) {
      for (long second : new long[] {1, 2, 3, 4}) {
        producer
            .send(
                new ProducerRecord<>(topic.name(), 0, second * 1000, null, Topic.utf8("" + second)))
            .get();
      }
      producer.send(new ProducerRecord<>(topic.name(), 1, 1000L, null, Topic.utf8("old"))).get();
    }
    KafkaStart third = new KafkaStart.At(Instant.ofEpochSecond(3));
    try (SourceRun<String> play =
        new SourceRun<>(texts(topic, topic.options().withStart(third)), directory)) {
      assertEquals(List.of("3", "4"), play.until(2));
      assertEquals(List.of(), play.batch());
    }
  }

  @Test
  void shouldEndWithWhatWasThereWhenBoundToNow() throws Exception {
    Topic topic = Topic.create(2);
    topic.write(0, "1", "2");
    try (SourceRun<String> play = play(topic)) {
      assertTrue(play.planner().boundToNow());
      topic.write(0, "later");
      topic.write(1, "later");
      play.batch();
      assertEquals(List.of("1", "2"), play.records());
      assertTrue(play.planner().exhausted());
    }
  }

  @Test
  void shouldSayWhenRetentionHasTakenWhatIsStillToBeRead() throws Exception {
    Topic topic = Topic.create(1);
    topic.write(0, "1", "2", "3", "4");
    KafkaBroker.shared()
        .admin()
        .deleteRecords(Map.of(topic.partition(0), RecordsToDelete.beforeOffset(3)))
        .all()
        .get();
    String expected =
        topic.name() + "-0 goes on at offset 1, but the topic holds only records from 3 on: ";
    Map<String, Offset> offsets = Map.of(topic.name() + "-0", Offset.of(1));
    KafkaSource<String> source = texts(topic, topic.options());
    try (SourceRun<String> play = new SourceRun<>(source, directory, offsets)) {
      SourceException planning = assertThrows(SourceException.class, play::batch);
      assertTrue(planning.getMessage().startsWith(expected), planning.getMessage());
      assertTrue(planning.getMessage().contains("withFresh"), planning.getMessage());
      SourceException reading =
          assertThrows(SourceException.class, () -> play.read(range(topic, 1, 4)));
      assertTrue(
          reading
              .getMessage()
              .contains("at offset 1, but the topic holds the records from 3 until"),
          reading.getMessage());
    }
  }

  @Test
  void shouldSayWhenTheTopicWasCutOff() throws Exception {
    Topic topic = Topic.create(1);
    topic.write(0, "1", "2");
    KafkaOptions impatient = topic.options().withPatience(Duration.ofSeconds(1));
    Map<String, Offset> offsets = Map.of(topic.name() + "-0", Offset.of(7));
    try (SourceRun<String> play = new SourceRun<>(texts(topic, impatient), directory, offsets)) {
      SourceException e =
          assertThrows(
              SourceException.class,
              () -> {
                while (true) {
                  assertEquals(List.of(), play.batch());
                }
              });
      assertTrue(e.getMessage().contains("at offset 7, but the topic holds records until 2"));
      SourceException reading =
          assertThrows(SourceException.class, () -> play.read(range(topic, 1, 4)));
      assertTrue(reading.getMessage().contains("at offset 2, but the topic holds records until 2"));
    }
  }

  @Test
  void shouldBearWithBrokersThatAreAwayForAWhile() throws Exception {
    KafkaOptions nobody = KafkaOptions.of("127.0.0.1:1").withPatience(Duration.ofSeconds(1));
    KafkaSource<String> source =
        KafkaSource.values(nobody, KafkaTopics.named("t"), KafkaFormat.text());
    try (SourceRun<String> play = new SourceRun<>(source, directory)) {
      assertEquals(List.of(), play.batch());
      assertFalse(play.planner().exhausted());
      SourceException e = assertThrows(SourceException.class, play::batch);
      assertTrue(e.getMessage().contains("no answer of the Kafka brokers 127.0.0.1:1 for PT1S"));
      OffsetRange range = new OffsetRange("t-0", Offset.of(0), Offset.of(1), 1);
      SourceException reading = assertThrows(SourceException.class, () -> play.read(range));
      assertTrue(reading.getMessage().contains("nothing is lost"), reading.getMessage());
    }
  }

  @Test
  void shouldNameTheTopicThatIsMissing() throws Exception {
    KafkaOptions options = Topic.create(1).options();
    KafkaSource<String> source =
        KafkaSource.values(options, KafkaTopics.named("nowhere"), KafkaFormat.text());
    try (SourceRun<String> play = new SourceRun<>(source, directory)) {
      SourceException e = assertThrows(SourceException.class, play::batch);
      assertTrue(e.getMessage().contains("have no topic 'nowhere'"), e.getMessage());
    }
  }

  @Test
  void shouldShowCommittedOffsetsToAConsumerGroup() throws Exception {
    Topic topic = Topic.create(1);
    topic.write(0, "1", "2");
    String group = "lag-" + topic.name();
    try (SourceRun<String> play =
        new SourceRun<>(texts(topic, topic.options().withGroup(group)), directory)) {
      play.until(2);
      long shown = -1;
      long deadline = System.nanoTime() + 60_000_000_000L;
      while (shown != 2 && System.nanoTime() < deadline) {
        play.planner().committed(play.offsets());
        play.batch();
        shown = shown(group, topic);
      }
      assertEquals(2, shown);
    }
  }

  private static long shown(String group, Topic topic) throws Exception {
    OffsetAndMetadata shown =
        KafkaBroker.shared()
            .admin()
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .get()
            .get(topic.partition(0));
    return shown == null ? -1 : shown.offset();
  }

  @Test
  void shouldKeepToTheLimitOfBytes() throws Exception {
    Topic topic = Topic.create(1);
    topic.write(0, "x".repeat(10_000), "x".repeat(10_000), "x".repeat(10_000));
    try (SourceRun<String> play = play(topic)) {
      List<OffsetRange> ranges = play.planner().plan(Map.of(), new PlanLimits(100, 20_000));
      assertEquals(List.of(range(topic, 0, 2)), ranges);
    }
  }
}
