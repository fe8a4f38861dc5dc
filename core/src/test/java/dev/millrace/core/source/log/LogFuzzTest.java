package dev.millrace.core.source.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.testing.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log, damaged: what is whole at its beginning is kept, the rest is cut. */
class LogFuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final LogOptions OPTIONS = LogOptions.defaults().withSync(LogOptions.Sync.NEVER);

  @TempDir Path directory;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> read(LogPosition end) throws Exception {
    List<String> lines = new ArrayList<>();
    OffsetRange range =
        new OffsetRange("lines", LogPosition.START.toOffset(), end.toOffset(), end.record());
    new LogReader<>(directory, LogFormat.text("test", "line"), range)
        .read(lines::add, letter -> lines.add(letter.reason()));
    return lines;
  }

  @Test
  void shouldOpenALogOfAnyBytesOrRefuseIt() throws Exception {
    LogFrames frames = new LogFrames();
    frames.add(utf8("one"), 0, 3);
    frames.addWithNext(utf8("two"), 0, 3);
    frames.add(utf8("three"), 0, 5);
    frames.addTooLong(utf8("four"), 0, 4);
    try (WriteAheadLog log = WriteAheadLog.open(directory, OPTIONS)) {
      log.append(frames);
    }
    Path segment = LogSegment.list(directory).get(0).path();
    Fuzz.Result result =
        Fuzz.of(
                "log-segment",
                input -> {
                  Files.write(segment, input);
                  LogPosition end;
                  try (WriteAheadLog log = WriteAheadLog.open(directory, OPTIONS)) {
                    end = log.end();
                  }
                  if (end.record() > 0) {
                    assertEquals(end.record(), read(end).size());
                  }
                },
                List.of(Files.readAllBytes(segment)))
            .withRefusal(IOException.class) // of another version
            .run(CORPORA);
    assertTrue(result.read() > 0, result.toString()); // each waits for the disk
  }

  @Test
  void shouldRefuseOffsetsThatAreNone() {
    Fuzz.of(
            "log-offset",
            input -> LogPosition.of(new Offset(new String(input, StandardCharsets.UTF_8))),
            List.of(utf8("17:2048")))
        .withRefusal(IllegalArgumentException.class) // of Offset, too long a text
        .run(CORPORA);
  }
}
