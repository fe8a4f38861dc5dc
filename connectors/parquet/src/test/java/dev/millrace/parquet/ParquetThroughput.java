package dev.millrace.parquet;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.source.GeneratorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * Prints nanoseconds per row, the best of several rounds: reading and writing two million rows with
 * Parquet's own record API, and by a pipeline, exactly once. A program, not a test.
 */
final class ParquetThroughput {
  private static final int ROWS = 2_000_000;
  private static final int ROUNDS = 7;

  private ParquetThroughput() {}

  /** What is read and written. */
  public record Trade(long id, String symbol, double price, int size) {
    static Trade of(long i) {
      return new Trade(i, "SYM" + i % 500, (i * 7919 % 1_000_003) / 100.0, (int) (i % 1000));
    }
  }

  private interface Task {
    void run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Path root = Files.createTempDirectory("parquet-throughput");
    Path file = root.resolve("input.parquet");
    double bareWrite = best(() -> writeBare(file));
    double write = best(() -> write(root.resolve("output")));
    double bareRead = best(() -> readBare(file));
    double read = best(() -> read(file));
    System.out.printf(
        Locale.ROOT,
        "write: bare %.0f, millrace %.0f ns/row (%.2f); read: bare %.0f, millrace %.0f (%.2f)%n",
        bareWrite,
        write,
        bareWrite / write,
        bareRead,
        read,
        bareRead / read);
    delete(root);
  }

  private static double best(Task task) throws Exception {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      task.run();
      best = Math.min(best, (double) (System.nanoTime() - start) / ROWS);
    }
    return best;
  }

  private static void writeBare(Path file) throws IOException {
    Files.deleteIfExists(file);
    MessageType schema = new RecordWriting<>(Trade.class).schema();
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withConf(new Configuration())
            .build()) {
      for (long i = 0; i < ROWS; i++) {
        Trade trade = Trade.of(i);
        writer.write(
            groups
                .newGroup()
                .append("id", trade.id())
                .append("symbol", trade.symbol())
                .append("price", trade.price())
                .append("size", trade.size()));
      }
    }
  }

  private static void readBare(Path file) throws IOException {
    double sum = 0;
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
            .build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        Trade trade =
            new Trade(
                group.getLong("id", 0),
                group.getString("symbol", 0),
                group.getDouble("price", 0),
                group.getInteger("size", 0));
        sum += trade.price();
      }
    }
    check(sum);
  }

  private static void write(Path directory) throws Exception {
    delete(directory);
    Sink<Trade> sink =
        ParquetSink.records(directory.toUri(), Trade.class).rolling(FileRolling.defaults());
    run(
        context ->
            context
                .source("trades", GeneratorSource.bounded((long) ROWS, Trade::of))
                .to("trades", sink));
  }

  private static void read(Path file) throws Exception {
    double[] sum = new double[1];
    run(
        context ->
            context
                .source("trades", ParquetSource.records(file.toUri(), Trade.class))
                .foreachBatch(
                    (batch, scope) -> batch.collect().forEach(trade -> sum[0] += trade.price())));
    check(sum[0]);
  }

  private static void check(double sum) {
    if (!(sum > 0)) {
      throw new AssertionError("sum of prices " + sum);
    }
  }

  private static void run(java.util.function.Consumer<StreamingContext> description)
      throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("throughput")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(200_000)
            .withThreads(1)
            .withoutShutdownHook();
    try (StreamingContext context = StreamingContext.create(config)) {
      description.accept(context);
      context.start();
      context.awaitTermination();
    }
  }

  private static void delete(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
