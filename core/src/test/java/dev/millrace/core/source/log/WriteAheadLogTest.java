package dev.millrace.core.source.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.OffsetRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash leaves of the log. */
class WriteAheadLogTest {
  private static final LogOptions OPTIONS = LogOptions.defaults().withSync(LogOptions.Sync.NEVER);

  @TempDir Path directory;

  private static LogFrames frames(String... lines) {
    LogFrames frames = new LogFrames();
    for (String line : lines) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      frames.add(bytes, 0, bytes.length);
    }
    return frames;
  }

  private List<String> lines(LogPosition until) throws Exception {
    List<String> lines = new ArrayList<>();
    OffsetRange range =
        new OffsetRange("lines", LogPosition.START.toOffset(), until.toOffset(), until.record());
    new LogReader<>(directory, LogFormat.text("socket", "line"), range)
        .read(lines::add, letter -> lines.add(letter.reason()));
    return lines;
  }

  private Path onlySegment() throws IOException {
    List<LogSegment> segments = LogSegment.list(directory);
    assertEquals(1, segments.size());
    return segments.get(0).path();
  }

  @Test
  void shouldCutWhatACrashTore() throws Exception {
    try (WriteAheadLog log = WriteAheadLog.open(directory, OPTIONS)) {
      log.append(frames("first", "second", "third"));
    }
    Path file = onlySegment();
    byte[] whole = Files.readAllBytes(file);
    int[] ends = {8, 8 + 13, 8 + 13 + 14, whole.length};
    assertEquals(8 + 13 + 14 + 13, whole.length);
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      int survivors = 0;
      while (survivors < 3 && ends[survivors + 1] <= length) {
        survivors++;
      }
      try (WriteAheadLog log = WriteAheadLog.open(directory, OPTIONS)) {
        assertEquals(survivors, log.end().record(), "after a cut to " + length);
        log.append(frames("again"));
        List<String> expected =
            new ArrayList<>(List.of("first", "second", "third").subList(0, survivors));
        expected.add("again");
        assertEquals(expected, lines(log.end()));
      }
    }
  }

  @Test
  void shouldCutAtAFlippedBit() throws Exception {
    try (WriteAheadLog log = WriteAheadLog.open(directory, OPTIONS)) {
      log.append(frames("first", "second", "third"));
    }
    Path file = onlySegment();
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 8 * 8; bit < whole.length * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file, damaged);
      try (WriteAheadLog log = WriteAheadLog.open(directory, OPTIONS)) {
        int frame = bit / 8 < 21 ? 0 : bit / 8 < 35 ? 1 : 2;
        assertEquals(frame, log.end().record(), "bit " + bit);
      }
    }
  }

  @Test
  void shouldRefuseToReadDamagedRecords() throws Exception {
    LogPosition end;
    try (WriteAheadLog log = WriteAheadLog.open(directory, OPTIONS)) {
      log.append(frames("first", "second", "third"));
      end = log.end();
    }
    Path file = onlySegment();
    byte[] whole = Files.readAllBytes(file);
    for (int at = 8; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x40;
      Files.write(file, damaged);
      assertThrows(SourceException.class, () -> lines(end), "byte " + at);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThrows(SourceException.class, () -> lines(end));
  }

  @Test
  void shouldRefuseAForeignFile() throws Exception {
    Path file = LogSegment.at(directory, LogPosition.START).path();
    Files.writeString(file, "something else");
    IOException refusal =
        assertThrows(IOException.class, () -> WriteAheadLog.open(directory, OPTIONS));
    assertTrue(refusal.getMessage().contains("no log of this version"), refusal.getMessage());
  }

  @Test
  void shouldGoOnInALaterSegment() throws Exception {
    LogOptions small = OPTIONS.withSizes(1 << 20, 4096);
    for (int run = 0; run < 5; run++) {
      try (WriteAheadLog log = WriteAheadLog.open(directory, small)) {
        assertEquals(run * 3L, log.end().record());
        for (int i = 0; i < 3; i++) {
          log.append(frames("x".repeat(3000)));
        }
      }
    }
    List<LogSegment> segments = LogSegment.list(directory);
    assertTrue(segments.size() >= 7, segments.toString());
    for (int i = 1; i < segments.size(); i++) {
      LogSegment before = segments.get(i - 1);
      long end = before.path().toFile().length();
      assertEquals(end, before.fileOffset(segments.get(i).start().bytes()));
    }
  }

  @Test
  void shouldGoOnOnceANewSegmentCanBeMade() throws Exception {
    LogOptions small = OPTIONS.withSizes(1 << 20, 4096).withSync(LogOptions.Sync.EACH_PLAN);
    try (WriteAheadLog log = WriteAheadLog.open(directory, small)) {
      log.append(frames("x".repeat(5000)));
      Path next = Files.createDirectory(LogSegment.at(directory, log.end()).path());
      assertThrows(IOException.class, () -> log.append(frames("not taken")));
      Files.delete(next);
      log.append(frames("taken"));
      log.sync();
      assertEquals(2, log.end().record());
    }
    assertEquals(2, LogSegment.list(directory).size());
  }

  @Test
  void shouldSayThatTheLogIsOnTheMachineOfTheDriver() {
    directory = directory.resolve("elsewhere");
    String message =
        assertThrows(SourceException.class, () -> lines(new LogPosition(1, 9))).getMessage();
    assertTrue(message.contains(directory + " of a source is not on this machine"), message);
  }

  private static LogFrames together(String... lines) {
    LogFrames frames = new LogFrames();
    for (int i = 0; i < lines.length; i++) {
      byte[] bytes = lines[i].getBytes(StandardCharsets.UTF_8);
      if (i < lines.length - 1) {
        frames.addWithNext(bytes, 0, bytes.length);
      } else {
        frames.add(bytes, 0, bytes.length);
      }
    }
    return frames;
  }

  @Test
  void shouldKeepAnAppendWholeOrNotAtAll() throws Exception {
    try (WriteAheadLog log = WriteAheadLog.open(directory, OPTIONS)) {
      log.append(together("a", "b"));
      log.append(together("c", "d", "e"));
      log.sync();
    }
    Path file = onlySegment();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 8; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      List<String> expected = List.of("a", "b", "c", "d", "e");
      expected = expected.subList(0, length == whole.length ? 5 : length >= 8 + 2 * 9 ? 2 : 0);
      List<String> visited = new ArrayList<>();
      try (WriteAheadLog log = WriteAheadLog.open(directory, OPTIONS)) {
        assertEquals(expected, lines(log.end()), "after a cut to " + length);
        log.visit(
            (content, size) -> visited.add(new String(content, 0, size, StandardCharsets.UTF_8)));
      }
      assertEquals(expected, visited);
    }
  }

  @Test
  void shouldKeepCommittedBytesForWhoLooksBack() throws Exception {
    LogOptions keeping = OPTIONS.withSizes(1 << 20, 4096).withKeptBytes(10_000);
    try (WriteAheadLog log = WriteAheadLog.open(directory, keeping)) {
      for (int i = 0; i < 20; i++) {
        log.append(frames("x".repeat(3000)));
      }
      log.forget(log.end().bytes());
      long kept = log.end().bytes() - log.first().bytes();
      assertTrue(kept >= 10_000 && kept < 20_000, "kept " + kept);
    }
  }

  @Test
  void shouldTellWhenThereIsNoRoom() throws Exception {
    try (WriteAheadLog log = WriteAheadLog.open(directory, OPTIONS.withSizes(4 * 4096, 4096))) {
      int appended = 0;
      while (log.tryAppend(frames("x".repeat(3000)))) {
        appended++;
      }
      assertEquals(6, appended);
      log.take(log.end().bytes());
      assertTrue(log.tryAppend(frames("x")));
    }
  }
}
