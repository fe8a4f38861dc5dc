package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.time.ManualClock;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Runs that begin with, or make, a checkpoint that is kept. */
final class GoldenRuns {
  private GoldenRuns() {}

  /** Runs batches, a second after each other, and then crashes. */
  static StreamTestDriver run(
      StreamingConfig config, Consumer<StreamingContext> pipeline, int first, int count) {
    ManualClock clock = new ManualClock(Instant.ofEpochSecond(first));
    StreamingConfig golden =
        config.withClock(clock).withPartitions(3).withThreads(2).withRetainCheckpoints(1);
    StreamTestDriver driver = StreamTestDriver.of(golden, pipeline);
    for (int batch = 0; batch < count; batch++) {
      assertEquals(first + batch, driver.runBatch().batchId());
      clock.advance(Duration.ofSeconds(1));
    }
    driver.crash();
    return driver;
  }

  /** What the sinks got from a batch on. */
  static <T> Map<String, SortedMap<Long, List<T>>> output(
      Map<String, MemorySink<T>> sinks, long first) {
    Map<String, SortedMap<Long, List<T>>> output = new TreeMap<>();
    sinks.forEach((name, sink) -> output.put(name, new TreeMap<>(sink.batches().tailMap(first))));
    return output;
  }

  static Path kept(String name) throws URISyntaxException {
    return Path.of(GoldenRuns.class.getResource("/golden/" + name).toURI());
  }

  /** A copy of what is kept, in a new directory. */
  static Path copy(String name, Path target) throws IOException, URISyntaxException {
    Files.createDirectory(target);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(kept(name))) {
      for (Path file : files) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    return target;
  }
}
