package dev.millrace.parquet;

import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.testing.SourceRun;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
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
 * Prints nanoseconds of processor time per row, the best of several rounds: reading and writing
 * rows of a vector of 64 numbers and a list of eight structs with Parquet's own record API, and by
 * source and sink. A program, not a test.
 */
final class NestedThroughput {
  private static final int ROWS = 100_000;
  private static final int ROUNDS = 7;
  private static final int DIMENSIONS = 64;
  private static final int ITEMS = 8;

  private NestedThroughput() {}

  record Item(long sku, double price) {}

  /** What is read and written. */
  @SuppressWarnings("ArrayRecordComponent") // what an embedding is
  record Basket(long id, float[] embedding, List<Item> items) {
    static Basket of(int i) {
      float[] embedding = new float[DIMENSIONS];
      for (int j = 0; j < DIMENSIONS; j++) {
        embedding[j] = (i * 7919L + j * 104_729L) % 1_000_003 / 1000f;
      }
      return new Basket(
          i,
          embedding,
          IntStream.range(0, ITEMS).mapToObj(j -> new Item(i % 1000 + j, (i + j) / 4.0)).toList());
    }
  }

  private interface Task {
    void run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    List<Basket> rows = IntStream.range(0, ROWS).mapToObj(Basket::of).toList();
    Path root = Files.createTempDirectory("nested-throughput");
    Path bare = root.resolve("bare.parquet");
    double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
    for (int round = 0; round < ROUNDS; round++) {
      Path output = root.resolve("output" + round);
      measure(best, 0, () -> writeBare(bare, rows));
      measure(best, 1, () -> Output.write(ParquetSink.records(output.toUri(), Basket.class), rows));
      measure(best, 2, () -> readBare(bare));
      measure(best, 3, () -> read(bare));
      Files.delete(bare);
    }
    System.out.printf(
        Locale.ROOT,
        "write: bare %.0f, millrace %.0f ns/row (%.2f); read: bare %.0f, millrace %.0f (%.2f)%n",
        best[0],
        best[1],
        best[0] / best[1],
        best[2],
        best[3],
        best[2] / best[3]);
  }

  private static void measure(double[] best, int index, Task task) throws Exception {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    task.run();
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    best[index] = Math.min(best[index], (double) nanos / ROWS);
  }

  private static void writeBare(Path file, List<Basket> rows) throws IOException {
    MessageType schema = new RecordWriting<>(Basket.class).schema();
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withConf(new Configuration())
            .build()) {
      for (Basket row : rows) {
        Group group = groups.newGroup().append("id", row.id());
        Group embedding = group.addGroup("embedding");
        for (float number : row.embedding()) {
          embedding.addGroup("list").append("element", number);
        }
        Group items = group.addGroup("items");
        for (Item item : row.items()) {
          Group element = items.addGroup("list").addGroup("element");
          element.append("sku", item.sku()).append("price", item.price());
        }
        writer.write(group);
      }
    }
  }

  private static void readBare(Path file) throws IOException {
    List<Basket> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
            .build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        rows.add(basket(group));
      }
    }
    check(rows.size());
  }

  private static Basket basket(Group group) {
    Group embedding = group.getGroup("embedding", 0);
    float[] numbers = new float[embedding.getFieldRepetitionCount("list")];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = embedding.getGroup("list", i).getFloat("element", 0);
    }
    Group list = group.getGroup("items", 0);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
      Group item = list.getGroup("list", i).getGroup("element", 0);
      items.add(new Item(item.getLong("sku", 0), item.getDouble("price", 0)));
    }
    return new Basket(group.getLong("id", 0), numbers, items);
  }

  private static void read(Path file) throws Exception {
    try (SourceRun<Basket> run = Input.run(ParquetSource.records(file.toUri(), Basket.class))) {
      run.rest(new PlanLimits(ROWS, 1L << 30));
      check(run.records().size());
    }
  }

  private static void check(int rows) {
    if (rows != ROWS) {
      throw new AssertionError(rows + " rows, expected " + ROWS);
    }
  }
}
