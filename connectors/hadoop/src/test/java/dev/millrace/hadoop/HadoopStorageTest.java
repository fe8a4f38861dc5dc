package dev.millrace.hadoop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HadoopStorageTest {
  private static final String SECRET = "hush";

  @Test
  void shouldBeFoundByItsSchemes() {
    for (String place : new String[] {"hdfs://host:8020/a/b", "s3a://bucket/a/b"}) {
      assertEquals(URI.create(place), Storage.at(URI.create(place)).uri());
    }
  }

  /** As the README shows; nobody is called yet. */
  @Test
  void shouldBeTheCheckpointOfAPipeline() {
    StreamingConfig config =
        StreamingConfig.named("fraud")
            .withCheckpoint(URI.create("hdfs://name-node:8020/millrace/fraud"));
    assertEquals(
        config.checkpoint().orElseThrow().uri(),
        configured(config.checkpoint().orElseThrow().uri(), new Configuration())
            .checkpoint()
            .orElseThrow()
            .uri());
  }

  private static StreamingConfig configured(URI place, Configuration configuration) {
    Storage storage = HadoopStorage.at(place, configuration);
    StreamingConfig config = StreamingConfig.named("fraud").withCheckpoint(storage);
    return config;
  }

  /** A row of a file. */
  record Trade(String symbol, double price) {}

  /** As the README shows; the store is not called before the start. */
  @Test
  void shouldBeWhereFilesAre(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("trades.csv"), "symbol,price\nA,1\n");
    try (StreamingContext context = StreamingContext.create(StreamingConfig.named("trades"))) {
      assertEquals(1, copy(context, directory.toUri()).lineage().nodes().size());
    }
  }

  private static DStream<Trade> copy(StreamingContext context, URI place) {
    DStream<Trade> trades =
        context.source("trades", FileSource.csv(place, Trade.class, FileOptions.defaults()));
    trades.to("copies", FileSink.jsonLines(URI.create("s3a://bucket/copies")));
    return trades;
  }

  @Test
  void shouldTakeTheHostFromTheConfiguration() {
    Configuration configuration = new Configuration(false);
    configuration.set("fs.defaultFS", "hdfs://host:8020");
    assertEquals(
        URI.create("hdfs://host:8020/a"),
        HadoopStorage.at(URI.create("hdfs:///a"), configuration).uri());
  }

  @ParameterizedTest
  @CsvSource({
    "hdfs:///a, fs.defaultFS is file:///",
    "hdfs://host:8020, needs a directory of its own",
    "s3a://bucket/, needs a directory of its own",
    "ftp://host/a, expected an hdfs: or s3a: URI",
    "s3a://key:hush@bucket/a, may hold no user and no key"
  })
  void shouldSayWhatIsWrongWithAUri(String place, String message) {
    String said =
        assertThrows(
                ConfigurationException.class,
                () -> HadoopStorage.at(URI.create(place), new Configuration()))
            .getMessage();
    assertTrue(said.contains(message), said);
    assertFalse(said.contains(SECRET), said);
  }

  @Test
  void shouldRefuseALeaseThatNobodyCanRenewInTime() {
    Configuration configuration = new Configuration();
    configuration.set(HadoopStorage.LOCK_LEASE, "20ms");
    URI place = URI.create("hdfs://host:8020/a");
    assertThrows(ConfigurationException.class, () -> HadoopStorage.at(place, configuration));
  }
}
