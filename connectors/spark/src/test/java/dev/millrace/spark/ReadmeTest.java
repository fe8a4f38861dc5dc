package dev.millrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.testing.StreamTestDriver;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what the README shows. */
class ReadmeTest {
  @BeforeAll
  static void start() {
    LocalSpark.session();
  }

  private static StreamingConfig configure(URI work) {
    SparkSession session = SparkSession.builder().getOrCreate();
    StreamingConfig config =
        StreamingConfig.named("fraud")
            .withEngine(
                EngineProvider.shipping(
                    () ->
                        SparkEngine.on(session, SparkOptions.defaults().withStateDirectory(work))));
    return config;
  }

  @Test
  void shouldRunOnSpark(@TempDir Path directory) {
    QueueSource<Integer> numbers = QueueSource.create(2);
    MemorySink<Integer> doubled = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            configure(directory.toUri()),
            context -> context.source("numbers", numbers).map(i -> 2 * i).to("out", doubled))) {
      numbers.pushAll(List.of(1, 2));
      driver.runBatch();
    }
    assertEquals(List.of(2, 4), doubled.records());
  }
}
