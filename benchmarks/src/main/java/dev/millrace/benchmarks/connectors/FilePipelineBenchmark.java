package dev.millrace.benchmarks.connectors;

import dev.millrace.benchmarks.Fixtures;
import dev.millrace.benchmarks.Pipelines;
import dev.millrace.benchmarks.ml.PlainLogistic;
import dev.millrace.core.row.RowSchema;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import dev.millrace.ml.feature.RowFeatures;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.stream.LearningStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
 * Nanoseconds per row of 30 columns through a whole pipeline: CSV, features, predict, train, CSV.
 * The plain loop writes one file, unforced; Millrace one per batch, forced to disk.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FilePipelineBenchmark {
  private static final int ROWS = 50_000;
  private static final int WIDTH = 30;

  /** What is written per row. */
  public record Score(double probability, String label) {}

  @Param({"10000"})
  public int batchRows;

  private Path directory;
  private Path input;
  private RowSchema schema;

  @Setup
  public void setUp() throws IOException {
    directory = Files.createTempDirectory("millrace-benchmark");
    input = directory.resolve("input.csv");
    double[] x = Fixtures.features(ROWS, WIDTH);
    double[] y = Fixtures.classes(x, WIDTH);
    List<RowSchema.Column> columns = new ArrayList<>();
    for (int j = 0; j < WIDTH; j++) {
      columns.add(new RowSchema.Column("x" + j, RowSchema.Type.NUMBER));
    }
    columns.add(new RowSchema.Column("label", RowSchema.Type.TEXT));
    schema = new RowSchema(columns);
    try (BufferedWriter out = Files.newBufferedWriter(input)) {
      out.write(String.join(",", columns.stream().map(RowSchema.Column::name).toList()) + "\n");
      for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < WIDTH; j++) {
          out.write(Math.rint(x[i * WIDTH + j] * 1e6) / 1e6 + ",");
        }
        out.write((int) y[i] + "\n");
      }
    }
  }

  @TearDown
  public void tearDown() throws IOException {
    delete(directory);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long plainLoop() throws IOException {
    Path output = directory.resolve("plain.csv");
    PlainLogistic plain = new PlainLogistic(WIDTH, 0.01, 0.01);
    double[] x = new double[WIDTH];
    double[] y = new double[1];
    double[] out = new double[1];
    try (BufferedReader reader = Files.newBufferedReader(input);
        BufferedWriter writer = Files.newBufferedWriter(output)) {
      reader.readLine();
      writer.write("probability,label\n");
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] fields = line.split(",", -1);
        for (int j = 0; j < WIDTH; j++) {
          x[j] = Double.parseDouble(fields[j]);
        }
        y[0] = Double.parseDouble(fields[WIDTH]);
        plain.testThenTrain(x, y, 0, 1, out);
        writer.write(out[0] + "," + fields[WIDTH] + "\n");
      }
    }
    return Files.size(output);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long millrace() throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    delete(output);
    Pipelines.run(
        batchRows,
        config -> config.withThreads(2),
        context ->
            LearningStream.on(
                    context.source(
                        "rows", FileSource.csv(input, FileOptions.defaults().withSchema(schema))),
                    RowFeatures.of(schema).target("label").classes(List.of("0", "1")).extractor())
                .learner("model", new LogisticRegression(LogisticRegression.Options.defaults()))
                .named("learning")
                .predictions()
                .map(scored -> new Score(scored.output(), scored.labelClass()))
                .to("scores", FileSink.csv(output, Score.class)));
    return output.toFile().list().length;
  }

  private static void delete(Path root) throws IOException {
    if (Files.exists(root)) {
      try (var files = Files.walk(root)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
