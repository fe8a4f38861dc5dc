package dev.millrace.benchmarks.connectors;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.millrace.benchmarks.Pipelines;
import dev.millrace.core.source.Source;
import dev.millrace.file.FileSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * CSV and JSON-lines files into typed rows; the score is nanoseconds per megabyte of file, so 1e9
 * divided by it is megabytes per second. One thread, as the plain loops.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FileSourceBenchmark {
  private static final int MEGABYTES = 20;

  private static final ObjectReader TRADES = new ObjectMapper().readerFor(Trade.class);

  /** A row of the files. */
  public record Trade(long id, String symbol, double price, double size, long millis) {}

  @Param({"50000"})
  public int batchRows;

  private Path csv;
  private Path json;

  @Setup
  public void setUp() throws IOException {
    csv = Files.createTempFile("trades", ".csv");
    json = Files.createTempFile("trades", ".jsonl");
    Random random = new Random(5);
    StringBuilder rows = new StringBuilder("id,symbol,price,size,millis\n");
    StringBuilder objects = new StringBuilder();
    for (int i = 0; rows.length() < MEGABYTES << 20 || objects.length() < MEGABYTES << 20; i++) {
      String symbol = "SYM" + random.nextInt(500);
      double price = Math.rint(random.nextDouble() * 1e6) / 1e4;
      int size = random.nextInt(1000);
      long millis = 1_700_000_000_000L + i;
      if (rows.length() < MEGABYTES << 20) {
        rows.append(i).append(',').append(symbol).append(',').append(price).append(',');
        rows.append(size).append(',').append(millis).append('\n');
      }
      if (objects.length() < MEGABYTES << 20) {
        objects.append("{\"id\":").append(i).append(",\"symbol\":\"").append(symbol);
        objects.append("\",\"price\":").append(price).append(",\"size\":").append(size);
        objects.append(",\"millis\":").append(millis).append("}\n");
      }
    }
    Files.writeString(csv, rows);
    Files.writeString(json, objects);
  }

  @TearDown
  public void tearDown() throws IOException {
    Files.delete(csv);
    Files.delete(json);
  }

  @Benchmark
  @OperationsPerInvocation(MEGABYTES)
  public double plainLoopCsv() throws IOException {
    double sum = 0;
    try (BufferedReader reader = Files.newBufferedReader(csv)) {
      reader.readLine();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] fields = line.split(",", -1);
        Trade trade =
            new Trade(
                Long.parseLong(fields[0]),
                fields[1],
                Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]),
                Long.parseLong(fields[4]));
        sum += trade.price();
      }
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(MEGABYTES)
  public double millraceCsvRecord() throws InterruptedException {
    return sum(FileSource.csv(csv, Trade.class));
  }

  @Benchmark
  @OperationsPerInvocation(MEGABYTES)
  public double millraceCsvRow() throws InterruptedException {
    double[] sum = new double[1];
    Pipelines.run(
        batchRows,
        config -> config.withThreads(1),
        context ->
            context
                .source("rows", FileSource.csv(csv))
                .foreachBatch(
                    (batch, scope) -> batch.collect().forEach(row -> sum[0] += row.number(2))));
    return sum[0];
  }

  @Benchmark
  @OperationsPerInvocation(MEGABYTES)
  public double millraceJsonLines() throws InterruptedException {
    return sum(FileSource.jsonLines(json, Trade.class));
  }

  @Benchmark
  @OperationsPerInvocation(MEGABYTES)
  public double plainLoopJsonLines() throws IOException {
    double sum = 0;
    try (MappingIterator<Trade> trades = TRADES.readValues(json.toFile())) {
      while (trades.hasNext()) {
        sum += trades.next().price();
      }
    }
    return sum;
  }

  private double sum(Source<Trade> source) throws InterruptedException {
    double[] sum = new double[1];
    Pipelines.run(
        batchRows,
        config -> config.withThreads(1),
        context ->
            context
                .source("trades", source)
                .foreachBatch(
                    (batch, scope) -> batch.collect().forEach(trade -> sum[0] += trade.price())));
    return sum[0];
  }
}
