package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.PlanLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that grow, come, go and change. */
class FollowTest {
  private static final PlanLimits LIMITS = new PlanLimits(1000, 1 << 20);
  private static final FileOptions FOLLOW = FileOptions.defaults().withFollow(true);

  @TempDir Path directory;

  private void write(String name, String text) throws Exception {
    Files.writeString(directory.resolve(name), text);
  }

  private void append(String name, String text) throws Exception {
    Files.writeString(directory.resolve(name), text, StandardOpenOption.APPEND);
  }

  @Test
  void shouldWaitForWholeLines() throws Exception {
    write("a.log", "1\n2");
    Play<String> play = new Play<>(FileSource.text(directory, FOLLOW));
    play.step(LIMITS);
    assertEquals(List.of("1"), play.records);
    append("a.log", "2\n3");
    play.step(LIMITS);
    assertEquals(List.of("1", "22"), play.records);
    assertFalse(play.planner().exhausted());
    write("b.log", "4\n");
    play.step(LIMITS);
    play.step(LIMITS);
    assertEquals(List.of("1", "22", "3", "4"), play.records);
  }

  @Test
  void shouldPickUpNewFilesAndGrowthOfOldOnes() throws Exception {
    Play<String> play = new Play<>(FileSource.text(directory, FOLLOW.withGlob("*.log")));
    assertEquals(0, play.step(LIMITS));
    write("a.log", "1\n");
    write("a.tmp", "x\n");
    write("_hidden.log", "x\n");
    write("b.log", "2\n");
    assertEquals(2, play.step(LIMITS));
    assertEquals(0, play.step(LIMITS));
    append("a.log", "3\n");
    assertEquals(1, play.step(LIMITS));
    play.restart();
    assertEquals(0, play.step(LIMITS));
    append("b.log", "4\n");
    assertEquals(1, play.step(LIMITS));
    assertEquals(List.of("1", "2", "3", "4"), play.records);
  }

  @Test
  void shouldWaitForTheHeaderOfAGrowingFile() throws Exception {
    record Pair(int a, int b) {}
    write("a.csv", "a,");
    Play<Pair> play = new Play<>(FileSource.csv(directory, Pair.class, FOLLOW));
    assertEquals(0, play.step(LIMITS));
    append("a.csv", "b\n1,");
    assertEquals(0, play.step(LIMITS));
    append("a.csv", "2\n");
    assertEquals(1, play.step(LIMITS));
    assertEquals(List.of(new Pair(1, 2)), play.records);
  }

  @Test
  void shouldWaitForTheRestOfACompressedFile() throws Exception {
    Path whole = Files.createTempFile(directory, "whole", ".tmp.gz");
    FileSourceCutTest.write(whole, "1\n2\n3\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    byte[] bytes = Files.readAllBytes(whole);
    Path file = directory.resolve("z.gz");
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 10));
    Files.delete(whole);
    Play<String> play = new Play<>(FileSource.text(directory, FOLLOW));
    while (play.step(LIMITS) > 0) {
      assertTrue(play.records.size() <= 3);
    }
    assertEquals(List.of(), play.rejects);
    Files.write(file, bytes);
    while (play.step(LIMITS) > 0) {
      assertTrue(play.records.size() <= 3);
    }
    assertEquals(List.of("1", "2", "3"), play.records);
    assertEquals(List.of(), play.rejects);
  }

  @Test
  void shouldEndAtNowWhenBound() throws Exception {
    write("a.log", "1\n2\nunfinished");
    Play<String> play = new Play<>(FileSource.text(directory, FOLLOW));
    play.planner().boundToNow();
    append("a.log", "\n3\n");
    write("b.log", "4\n");
    play.rest(() -> new PlanLimits(1, 1 << 20));
    assertEquals(List.of("1", "2"), play.records);
    play.restart();
    play.planner().boundToNow();
    play.rest(() -> LIMITS);
    assertEquals(List.of("1", "2", "unfinished", "3", "4"), play.records);
  }

  @Test
  void shouldRefuseAFileThatShrankOrChanged() throws Exception {
    write("a.log", "first\nsecond\n");
    FileSource<String> source = FileSource.text(directory.resolve("a.log"), FOLLOW);
    Play<String> play = new Play<>(source);
    play.step(LIMITS);
    write("a.log", "first\n");
    assertNamesFile(play);
    play.restart();
    assertNamesFile(play);
    write("a.log", "first\nsecomd\nthird\n");
    play.restart();
    assertNamesFile(play);
    write("a.log", "first\nsecond\nthird\n");
    play.restart();
    assertEquals(1, play.step(LIMITS));
  }

  private static void assertNamesFile(Play<String> play) {
    SourceException refusal = assertThrows(SourceException.class, () -> play.step(LIMITS));
    assertTrue(refusal.getMessage().contains("a.log"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("line 2"), refusal.getMessage());
  }

  @Test
  void shouldGoOnInAFileThatWasReplacedByALongerOne() throws Exception {
    write("a.log", "1\n");
    Play<String> play = new Play<>(FileSource.text(directory.resolve("a.log"), FOLLOW));
    play.step(LIMITS);
    assertEquals(0, play.step(LIMITS));
    write("new", "1\n2\n");
    Files.move(
        directory.resolve("new"), directory.resolve("a.log"), StandardCopyOption.REPLACE_EXISTING);
    play.step(LIMITS);
    play.step(LIMITS);
    assertEquals(List.of("1", "2"), play.records);
  }

  @Test
  void shouldRefuseToReadAPlannedRangeOfAChangedFile() throws Exception {
    write("a.log", "1\n2\n");
    FileSource<String> source = FileSource.text(directory.resolve("a.log"));
    Play<String> play = Play.all(source);
    write("a.log", "1\n3\n");
    SourceException refusal =
        assertThrows(
            SourceException.class,
            () ->
                Play.read(
                    source,
                    play.ranges.get(0),
                    new java.util.ArrayList<>(),
                    new java.util.ArrayList<>()));
    assertTrue(refusal.getMessage().startsWith("a.log: the file was changed"));
  }
}
