package dev.millrace.benchmarks.connectors;

import dev.millrace.benchmarks.Pipelines;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.kafka.KafkaBroker;
import dev.millrace.kafka.KafkaFormat;
import dev.millrace.kafka.KafkaOptions;
import dev.millrace.kafka.KafkaSink;
import dev.millrace.kafka.KafkaSource;
import dev.millrace.kafka.KafkaTopics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per record of 100 bytes, from and to a broker on this machine: the bare client, and a
 * pipeline with a checkpoint per 100,000 records. Written exactly once, by a transaction per
 * 100,000 records each. Two partitions.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
public class KafkaBenchmark {
  private static final int RECORDS = 500_000;
  private static final int BATCH = 100_000;
  private static final int PARTITIONS = 2;
  private static final String PADDING = "-".repeat(80);

  private KafkaBroker broker;
  private Path directory;
  private int runs;

  @Setup
  public void start() throws IOException {
    directory = Files.createTempDirectory("millrace-benchmark");
    broker = KafkaBroker.start();
    broker.createTopic("input", PARTITIONS);
    broker.createTopic("output", PARTITIONS, "retention.bytes", "100000000");
    write("input", "fill");
  }

  @TearDown
  public void stop() throws IOException {
    broker.close();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** 100 bytes. */
  private static String row(long number) {
    return PADDING + (number + 1_000_000_000_000_000_000L) + "-";
  }

  private KafkaOptions options() {
    return KafkaOptions.of(broker.bootstrap());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the transaction fails if one of them does
  private void write(String topic, String transactionalId) {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrap(),
                "transactional.id",
                transactionalId,
                "batch.size",
                1 << 16),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
      for (int from = 0; from < RECORDS; from += BATCH) {
        producer.beginTransaction();
        for (int i = from; i < from + BATCH; i++) {
          byte[] value = row(i).getBytes(StandardCharsets.UTF_8);
          producer.send(new ProducerRecord<>(topic, value));
        }
        producer.commitTransaction();
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long plainRead() {
    long records = 0;
    long length = 0;
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrap(),
                "isolation.level",
                "read_committed",
                "max.poll.records",
                2_000),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          List.of(new TopicPartition("input", 0), new TopicPartition("input", 1));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (records < RECORDS) {
        for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofSeconds(1))) {
          length += message.value().length();
          records++;
        }
      }
    }
    return length;
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long millraceRead() throws InterruptedException {
    LongAdder length = new LongAdder();
    String run = "read-" + runs++;
    Pipelines.run(
        BATCH,
        config -> config.withCheckpoint(directory.resolve(run)),
        context ->
            context
                .source(
                    "input",
                    KafkaSource.values(options(), KafkaTopics.named("input"), KafkaFormat.text()))
                .foreachBatch(
                    (batch, scope) ->
                        batch
                            .runPartitions(
                                (partition, values) ->
                                    values.stream().mapToLong(String::length).sum())
                            .forEach(length::add)));
    if (length.sum() != 100L * RECORDS) {
      throw new IllegalStateException("read " + length.sum() + " bytes");
    }
    return length.sum();
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void plainWrite() {
    write("output", "plain-" + runs++);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void millraceWrite() throws InterruptedException {
    String run = "write-" + runs++;
    Pipelines.run(
        BATCH,
        config -> config.withCheckpoint(directory.resolve(run)),
        context ->
            context
                .source("rows", GeneratorSource.bounded(RECORDS, KafkaBenchmark::row))
                .to(run, KafkaSink.values(options(), "output", KafkaFormat.text())));
  }
}
