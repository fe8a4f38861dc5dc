package dev.millrace.parquet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.testing.Fuzz;
import dev.millrace.core.testing.SourceRun;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, damaged: rows, or the file is refused; in bounded time and memory. */
class FuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final PlanLimits LIMITS = new PlanLimits(50, 1 << 20);
  private static final int MOST_BATCHES = 5;

  /** Beside what a page may take there are buffers that do not depend on the input. */
  private static final long MEMORY = 2L * BoundedPages.MOST_BYTES;

  @TempDir Path directory;

  private void fuzz(String name, List<byte[]> seeds, Function<URI, Source<?>> opening) {
    Path file = directory.resolve("input");
    Fuzz.Target target =
        input -> {
          Files.write(file, input);
          try (SourceRun<?> run = new SourceRun<>(opening.apply(file.toUri()), directory)) {
            for (int batch = 0; batch < MOST_BATCHES && !run.batch(LIMITS).isEmpty(); batch++) {
              run.records().clear();
            }
          }
        };
    Fuzz.Result result =
        Fuzz.of(name, target, seeds)
            .withRefusal(IOException.class)
            .withMemory(MEMORY, 256)
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }

  private byte[] parquet(CompressionCodecName codec) throws Exception {
    return parquet(codec, ParquetTest.Everything.class, ParquetTest.Everything::of);
  }

  private <T> byte[] parquet(CompressionCodecName codec, Class<T> type, IntFunction<T> row)
      throws Exception {
    Path place = directory.resolve(type.getSimpleName() + codec.name());
    ParquetSink<T> sink = ParquetSink.records(place.toUri(), type).withCompression(codec);
    Output.write(sink, IntStream.range(0, 30).mapToObj(row).toList());
    try (Stream<Path> files = Files.list(place)) {
      return Files.readAllBytes(
          files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow());
    }
  }

  @Test
  void shouldReadParquetOfAnyBytesOrSayWhyNot() throws Exception {
    List<byte[]> seeds = new ArrayList<>();
    for (CompressionCodecName codec :
        List.of(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD)) {
      seeds.add(parquet(codec));
    }
    fuzz("parquet", seeds, ParquetSource::json);
    fuzz(
        "parquet-records",
        seeds,
        file -> ParquetSource.records(file, ParquetTest.Everything.class));
  }

  @Test
  void shouldReadNestedParquetOfAnyBytesOrSayWhyNot() throws Exception {
    List<byte[]> seeds = new ArrayList<>();
    for (CompressionCodecName codec :
        List.of(CompressionCodecName.UNCOMPRESSED, CompressionCodecName.SNAPPY)) {
      seeds.add(parquet(codec, NestedTest.Order.class, NestedTest.Order::of));
    }
    fuzz("parquet-nested", seeds, ParquetSource::json);
    fuzz(
        "parquet-nested-records",
        seeds,
        file -> ParquetSource.records(file, NestedTest.Order.class));
  }

  @Test
  void shouldReadArrowOfAnyBytesOrSayWhyNot() throws Exception {
    record Order(long id, Optional<Double> price, String side) {}
    List<byte[]> seeds =
        List.of(
            Files.readAllBytes(ArrowTest.stream(directory.resolve("stream"), 2)),
            Files.readAllBytes(ArrowTest.file(directory.resolve("file"), 2)));
    fuzz("arrow", seeds, ArrowSource::json);
    fuzz("arrow-records", seeds, file -> ArrowSource.records(file, Order.class));
    List<byte[]> nested =
        List.of(Files.readAllBytes(ArrowNestedTest.write(directory.resolve("nested"))));
    fuzz("arrow-nested", nested, ArrowSource::json);
    fuzz(
        "arrow-nested-records",
        nested,
        file -> ArrowSource.records(file, ArrowNestedTest.Row.class));
  }
}
