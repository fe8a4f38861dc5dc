package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.Row;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaceTest {
  private static final PlanLimits LIMITS = new PlanLimits(1000, 1 << 20);

  record Day(LocalDate day) {}

  @TempDir Path directory;
  private final ManualClock clock = new ManualClock();

  private Path file(String name, String content) throws Exception {
    return Files.writeString(directory.resolve(name), content);
  }

  private int after(Play<?> play, Duration time) throws Exception {
    clock.advance(time);
    return play.step(LIMITS);
  }

  @Test
  void shouldPlayAtARate() throws Exception {
    Path file = file("a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n");
    Play<String> play = new Play<>(FileSource.text(file).rate(10), clock);
    assertEquals(1, play.step(LIMITS));
    assertEquals(0, play.step(LIMITS));
    assertEquals(1, after(play, Duration.ofMillis(100)));
    assertEquals(0, after(play, Duration.ofMillis(99)));
    assertEquals(3, after(play, Duration.ofMillis(201)));
    assertFalse(play.planner().exhausted());
    clock.advance(Duration.ofHours(1));
    play.restart();
    assertEquals(1, play.step(LIMITS));
    assertEquals(2, after(play, Duration.ofSeconds(10)));
    assertTrue(play.planner().exhausted());
    assertEquals(List.of("1", "2", "3", "4", "5", "6", "7", "8"), play.records);
  }

  @Test
  void shouldFollowTimestamps() throws Exception {
    Path file = file("a.csv", "Time,x\n100,1\n160,2\n130,3\n,4\n220,5\n");
    Play<Row> play = new Play<>(FileSource.csv(file).followTimestamps("Time", 60), clock);
    assertEquals(1, play.step(LIMITS));
    assertEquals(0, after(play, Duration.ofMillis(999)));
    assertEquals(3, after(play, Duration.ofMillis(1)));
    assertFalse(play.planner().exhausted());
    assertEquals(1, after(play, Duration.ofSeconds(1)));
    assertTrue(play.planner().exhausted());
  }

  @Test
  void shouldGoOnFromWhereItWas() throws Exception {
    Path file = file("a.csv", "at,x\n2024-01-01 00:00,1\n2024-01-01 01:00,2\n2024-01-01 02:00,3\n");
    Play<Row> play = new Play<>(FileSource.csv(file).followTimestamps("at", 3600), clock);
    assertEquals(1, play.step(LIMITS));
    play.restart();
    assertEquals(1, play.step(LIMITS));
    assertEquals(0, play.step(LIMITS));
    assertEquals(1, after(play, Duration.ofSeconds(1)));
  }

  @Test
  void shouldReadTimestampsOfRecordsAndJson() throws Exception {
    Path days = file("a.csv", "day\n2024-01-01\n2024-01-03\n");
    Play<Day> play =
        new Play<>(FileSource.csv(days, Day.class).followTimestamps("day", 86400), clock);
    assertEquals(1, play.step(LIMITS));
    assertEquals(0, after(play, Duration.ofMillis(1999)));
    assertEquals(1, after(play, Duration.ofMillis(1)));
    Path json = file("a.jsonl", "{\"t\":1700000000000}\n{\"t\":\"2023-11-14T22:13:21Z\"}\n");
    FileSource<JsonNode> source =
        FileSource.jsonLines(json, JsonNode.class).followTimestamps("t", 1);
    Play<JsonNode> second = new Play<>(source, clock);
    assertEquals(1, second.step(LIMITS));
    assertEquals(0, after(second, Duration.ofMillis(999)));
    assertEquals(1, after(second, Duration.ofMillis(1)));
  }

  @Test
  void shouldFollowWhateverTheUserTakesForATimestamp() throws Exception {
    Path file = file("a.txt", "1\n3\n");
    FileSource<String> source =
        FileSource.text(file)
            .followTimestamps(line -> Instant.ofEpochSecond(Long.parseLong(line)), 1);
    Play<String> play = new Play<>(source, clock);
    assertEquals(1, play.step(LIMITS));
    assertEquals(0, after(play, Duration.ofSeconds(1)));
    assertEquals(1, after(play, Duration.ofSeconds(1)));
  }

  @Test
  void shouldRefuseAColumnWithoutTimestamps() throws Exception {
    Path file = file("a.csv", "t\n" + "soon\n".repeat(200));
    Play<Row> play = new Play<>(FileSource.csv(file).followTimestamps("t", 1), clock);
    assertThrows(ConfigurationException.class, () -> play.step(LIMITS));
    assertThrows(ConfigurationException.class, () -> FileSource.text(file).rate(0));
    assertThrows(
        ConfigurationException.class, () -> FileSource.csv(file).followTimestamps("t", -1));
  }

  @Test
  void shouldTellHowFarItHasCome() throws Exception {
    Path directory = Files.createDirectory(this.directory.resolve("in"));
    Files.writeString(directory.resolve("a.txt"), "1\n2\n3\n4\n");
    FileSourceCutTest.write(
        directory.resolve("b.txt.gz"),
        "5\n".repeat(1000).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Play<String> play = new Play<>(FileSource.text(directory), clock);
    play.step(new PlanLimits(2, 1000));
    double progress = play.planner().progress(play.offsets);
    long total = 8 + Files.size(directory.resolve("b.txt.gz"));
    assertEquals(4.0 / total, progress, 1e-12);
    play.step(new PlanLimits(500, 10_000));
    double later = play.planner().progress(play.offsets);
    assertTrue(later > progress && later < 1, "progress " + later);
    play.step(LIMITS);
    assertEquals(1.0, play.planner().progress(play.offsets));
    assertTrue(play.planner().exhausted());
  }
}
