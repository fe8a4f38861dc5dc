package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.sink.FileRolling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what the README shows. */
class ReadmeTest {
  @TempDir Path folder;

  record Trade(String symbol, double price) {}

  record Alert(String country, String text) {}

  private void run(Consumer<StreamingContext> description) throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("readme")
            .withCheckpoint(folder.resolve("checkpoint"))
            .withTrigger(Trigger.availableNow());
    try (StreamingContext context = StreamingContext.create(config)) {
      description.accept(context);
      context.start();
      context.awaitTermination();
    }
  }

  private static List<String> lines(Path directory) throws Exception {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file :
          files.filter(f -> !f.getFileName().toString().startsWith(".")).sorted().toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private void describeCopies(StreamingContext context) {
    DStream<Trade> trades =
        context.source("trades", FileSource.csv(folder.resolve("trades"), Trade.class));
    trades.to("copies", FileSink.jsonLines(folder.resolve("copies")));
  }

  @Test
  void shouldCopyTrades() throws Exception {
    Files.createDirectories(folder.resolve("trades"));
    Files.writeString(folder.resolve("trades/a.csv"), "symbol,price\nGOOG,2.5\n");
    run(this::describeCopies);
    assertEquals(List.of("{\"symbol\":\"GOOG\",\"price\":2.5}"), lines(folder.resolve("copies")));
  }

  private void describeTail(StreamingContext context) {
    DStream<WebLogEntry> requests =
        context.source("requests", TailSource.webLog(folder.resolve("access.log")));
    requests.map(WebLogEntry::status).to("statuses", FileSink.jsonLines(folder.resolve("out")));
  }

  @Test
  void shouldFollowALog() throws Exception {
    Files.writeString(
        folder.resolve("access.log"),
        "1.2.3.4 - - [31/Jan/2026:12:00:00 +0000] \"GET / HTTP/1.1\" 404 7\n");
    run(this::describeTail);
    assertEquals(List.of("404"), lines(folder.resolve("out")));
  }

  private void describeFolders(StreamingContext context) {
    DStream<Alert> alerts =
        context.source("alerts", FileSource.csv(folder.resolve("alerts.csv"), Alert.class));
    alerts.to(
        "alerts",
        FileSink.csv(folder.resolve("alerts"), Alert.class)
            .partitionedBy("country", Alert::country)
            .rolling(FileRolling.defaults().withMaxBytes(64 << 20)));
  }

  @Test
  void shouldWriteFoldersByCountry() throws Exception {
    Files.writeString(folder.resolve("alerts.csv"), "country,text\nDE,a\nFR,b\nDE,c\n");
    run(this::describeFolders);
    assertEquals(
        List.of("country,text", "DE,a", "DE,c"), lines(folder.resolve("alerts/country=DE")));
  }
}
