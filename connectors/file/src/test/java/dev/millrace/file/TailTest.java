package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SourceException;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that grow and are rotated. */
class TailTest {
  private static final PlanLimits LIMITS = new PlanLimits(1000, 1 << 20);

  @TempDir Path directory;
  private Path log;
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private int rotations;

  @BeforeEach
  void name() {
    log = directory.resolve("access.log");
  }

  private Play<String> play() throws Exception {
    return new Play<>(TailSource.text(log), clock);
  }

  private void append(Path file, String text) throws Exception {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private Path numbered(int number) {
    return directory.resolve("access.log." + number);
  }

  /** Moves each rotated file up by one, and gives it a time of its own. */
  private Path makeRoom() throws Exception {
    for (int i = rotations; i >= 1; i--) {
      for (String suffix : List.of("", ".gz")) {
        Path from = directory.resolve("access.log." + i + suffix);
        if (Files.exists(from)) {
          Files.move(from, directory.resolve("access.log." + (i + 1) + suffix));
        }
      }
    }
    rotations++;
    return numbered(1);
  }

  private void stamp(Path file) throws Exception {
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * rotations));
  }

  private void rename() throws Exception {
    Path rotated = makeRoom();
    Files.move(log, rotated);
    stamp(rotated);
    Files.createFile(log);
  }

  private void copyAndTruncate() throws Exception {
    Path rotated = makeRoom();
    Files.copy(log, rotated);
    stamp(rotated);
    Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
  }

  private void compress(int number) throws Exception {
    Path file = numbered(number);
    Path compressed = directory.resolve("access.log." + number + ".gz");
    FileSourceCutTest.write(compressed, Files.readAllBytes(file));
    Files.setLastModifiedTime(compressed, Files.getLastModifiedTime(file));
    Files.delete(file);
  }

  private void settle(Play<String> play) throws Exception {
    play.step(LIMITS);
    clock.advance(Duration.ofSeconds(5));
    play.step(LIMITS);
  }

  @Test
  void shouldWaitForTheLogAndForWholeLines() throws Exception {
    Play<String> play = play();
    assertEquals(0, play.step(LIMITS));
    append(log, "1\n2");
    assertEquals(1, play.step(LIMITS));
    append(log, "2\n\n");
    assertEquals(2, play.step(LIMITS));
    assertEquals(List.of("1", "22", ""), play.records);
    assertFalse(play.planner().exhausted());
  }

  @Test
  void shouldReadTheRestOfARenamedFileAndThenTheNewOne() throws Exception {
    append(log, "1\n");
    Play<String> play = play();
    play.step(LIMITS);
    append(log, "2\n");
    rename();
    append(log, "4\n");
    play.step(LIMITS);
    append(numbered(1), "3\npartial");
    play.step(LIMITS);
    assertEquals(List.of("1", "2", "3"), play.records);
    settle(play);
    assertEquals(List.of("1", "2", "3", "partial", "4"), play.records);
    append(log, "5\n");
    play.step(LIMITS);
    assertEquals("5", play.records.get(5));
  }

  @Test
  void shouldReadTheRestFromTheCopyOfATruncatedFile() throws Exception {
    append(log, "1\n");
    Play<String> play = play();
    play.step(LIMITS);
    append(log, "2\n3");
    copyAndTruncate();
    append(log, "4 which is longer than what was there before\n");
    settle(play);
    assertEquals(
        List.of("1", "2", "3", "4 which is longer than what was there before"), play.records);
    copyAndTruncate();
    append(log, "5\n");
    settle(play);
    assertEquals("5", play.records.get(4));
  }

  @Test
  void shouldComeBackAfterSeveralRotations() throws Exception {
    append(log, "1\n");
    Play<String> play = play();
    play.step(LIMITS);
    append(log, "2\n");
    rename();
    append(log, "3\n");
    rename();
    append(log, "4\n");
    copyAndTruncate();
    append(log, "5\n");
    compress(2);
    compress(3);
    play.restart();
    settle(play);
    settle(play);
    assertEquals(List.of("1", "2", "3", "4", "5"), play.records);
    assertEquals(List.of(), play.rejects);
    List<String> again = new ArrayList<>();
    List<DeadLetter> rejects = new ArrayList<>();
    for (var range : play.ranges) {
      Play.read(TailSource.text(log), range, again, rejects);
    }
    assertEquals(play.records, again);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldLoseAndRepeatNothingHoweverTheLogIsRotated(long seed) throws Exception {
    Random random = new Random(seed);
    Files.createFile(log);
    Play<String> play = play();
    int written = 0;
    boolean partial = false;
    for (int i = 0; i < 150; i++) {
      switch (random.nextInt(partial ? 6 : 9)) {
        case 0, 1, 2 -> {
          append(log, (partial ? "" : "line " + written) + "\n");
          written++;
          partial = false;
        }
        case 3 -> {
          append(log, partial ? "" : "line " + written);
          partial = true;
        }
        case 4 -> play.step(new PlanLimits(1 + random.nextInt(5), 1 << 20));
        case 5 -> play.restart();
        case 6 -> {
          // What was never read cannot be recognized in a copy.
          play.step(LIMITS);
          if (Files.size(log) > 0 && random.nextBoolean()) {
            settle(play);
            settle(play);
            copyAndTruncate();
          } else {
            rename();
          }
        }
        default -> clock.advance(Duration.ofSeconds(3));
      }
    }
    append(log, "\n");
    for (int i = 0; i < 2 * rotations + 4; i++) {
      settle(play);
    }
    List<String> expected =
        IntStream.range(0, written + (partial ? 1 : 0)).mapToObj(n -> "line " + n).toList();
    assertEquals(expected, play.records.stream().filter(line -> !line.isEmpty()).toList());
    assertEquals(List.of(), play.rejects);
    assertTrue(rotations > 2, "rotations: " + rotations);
  }

  @Test
  void shouldStopWhenTheFileItStandsInIsGone() throws Exception {
    append(log, "1\n");
    Play<String> play = play();
    play.step(LIMITS);
    rename();
    Files.delete(numbered(1));
    append(log, "2\n");
    play.restart();
    SourceException gone = assertThrows(SourceException.class, () -> play.step(LIMITS));
    assertTrue(
        gone.getMessage().contains("access.log: the file that was read up to line 1"),
        gone.getMessage());
  }

  @Test
  void shouldGoOnWhenTheLogWasEmptied() throws Exception {
    append(log, "1\n");
    Play<String> play = play();
    play.step(LIMITS);
    Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    append(log, "other\n");
    play.step(LIMITS);
    assertEquals(List.of("1", "other"), play.records);
  }

  @Test
  void shouldFindFilesThatAreRotatedToOtherNames() throws Exception {
    append(log, "1\n");
    TailOptions options =
        TailOptions.defaults().withRotated("old-*").withRotationWait(Duration.ZERO);
    Play<String> play = new Play<>(TailSource.text(log, options), clock);
    play.step(LIMITS);
    append(log, "2\n");
    Files.move(log, directory.resolve("old-access"));
    append(log, "3\n");
    play.restart();
    play.step(LIMITS);
    assertEquals(List.of("1", "2", "3"), play.records);
    assertThrows(ConfigurationException.class, () -> options.withRotated("{"));
    assertThrows(
        ConfigurationException.class, () -> options.withRotationWait(Duration.ofSeconds(-1)));
    assertThrows(ConfigurationException.class, () -> options.withMaxRecordBytes(0));
  }

  @Test
  void shouldEndAtNowWhenBound() throws Exception {
    append(log, "1\n");
    Play<String> play = play();
    play.step(LIMITS);
    rename();
    append(log, "2\npartial");
    play.restart();
    play.planner().boundToNow();
    append(log, "\n3\n");
    play.rest(() -> new PlanLimits(1, 1 << 20));
    assertEquals(List.of("1", "2"), play.records);
  }
}
