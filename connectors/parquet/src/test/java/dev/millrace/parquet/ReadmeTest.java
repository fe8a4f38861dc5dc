package dev.millrace.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what the README shows. */
@SuppressWarnings("ArrayRecordComponent")
class ReadmeTest {
  @TempDir Path directory;

  record Trade(String symbol, double price, Optional<Long> volume, Instant at) {}

  record Author(String name, Optional<Integer> born) {}

  record Document(
      String title, float[] embedding, List<Author> authors, Map<String, Double> scores) {}

  private void run(String name, Consumer<StreamingContext> description) throws Exception {
    StreamingConfig config =
        StreamingConfig.named(name)
            .withCheckpoint(directory.resolve(name))
            .withTrigger(Trigger.availableNow());
    try (StreamingContext context = StreamingContext.create(config)) {
      description.accept(context);
      context.start();
      context.awaitTermination();
    }
  }

  private static void describe(StreamingContext context, URI folder) {
    DStream<Trade> trades =
        context.source("trades", ParquetSource.records(folder.resolve("trades"), Trade.class));
    trades.to(
        "copies",
        ParquetSink.records(folder.resolve("copies"), Trade.class)
            .partitionedBy("day", trade -> LocalDate.ofInstant(trade.at(), ZoneOffset.UTC))
            .rolling(FileRolling.defaults().withMaxBytes(64 << 20)));
  }

  @Test
  void shouldCopyTrades() throws Exception {
    URI folder = Files.createDirectories(directory.resolve("data")).toUri();
    Trade trade = new Trade("GOOG", 2.5, Optional.of(7L), Instant.ofEpochSecond(1));
    run(
        "write",
        context ->
            context
                .source("trades", GeneratorSource.bounded(3, i -> trade))
                .to("trades", ParquetSink.records(folder.resolve("trades"), Trade.class)));
    run("copy", context -> describe(context, folder));
    MemorySink<Trade> read = new MemorySink<>();
    run(
        "read",
        context ->
            context
                .source("copies", ParquetSource.records(folder.resolve("copies"), Trade.class))
                .to("read", read));
    assertEquals(List.of(trade, trade, trade), read.records());
  }

  @Test
  void shouldKeepDocuments() throws Exception {
    URI folder = Files.createDirectories(directory.resolve("documents")).toUri();
    Document document =
        new Document(
            "On Streams",
            new float[] {0.5f, -1},
            List.of(new Author("Ada", Optional.of(1815)), new Author("Bob", Optional.empty())),
            Map.of("clarity", 0.75));
    Output.write(ParquetSink.records(folder, Document.class), List.of(document));
    Document read = Input.all(ParquetSource.records(folder, Document.class)).records().get(0);
    assertArrayEquals(document.embedding(), read.embedding());
    assertEquals(document.authors(), read.authors());
    assertEquals(document.scores(), read.scores());
    assertEquals(
        "[{\"title\":\"On Streams\",\"embedding\":[0.5,-1.0],\"authors\":[{\"name\":\"Ada\",\"born\":1815},"
            + "{\"name\":\"Bob\",\"born\":null}],\"scores\":{\"clarity\":0.75}}]",
        Input.all(ParquetSource.json(folder)).records().toString());
  }
}
