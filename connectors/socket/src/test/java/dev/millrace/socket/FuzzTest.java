package dev.millrace.socket;

import dev.millrace.core.source.log.LogOptions;
import dev.millrace.core.source.log.WriteAheadLog;
import dev.millrace.core.testing.Fuzz;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer sends, damaged: all of it is logged, line by line. */
class FuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final int LONGEST_LINE = 100;

  @TempDir Path directory;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldLogAnyBytes() throws Exception {
    LogOptions options = LogOptions.defaults().withSync(LogOptions.Sync.NEVER);
    try (WriteAheadLog log = WriteAheadLog.open(directory, options)) {
      Fuzz.of(
              "lines",
              input -> new LineReceiver(log, LONGEST_LINE).receive(new ByteArrayInputStream(input)),
              List.of(utf8("one\ntwo\r\n\ngröße\nlast"), utf8("x".repeat(150) + "\ny\n")))
          .withTokens("\n", "\r\n", "\r", "\u0000", "x".repeat(LONGEST_LINE))
          .run(CORPORA);
    }
  }
}
