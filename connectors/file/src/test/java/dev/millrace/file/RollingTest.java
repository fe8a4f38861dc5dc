package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SinkException;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollingTest {
  private static final FileRolling ROLLING =
      FileRolling.defaults().withPeriod(Duration.ofSeconds(10));

  @TempDir Path directory;
  private final LocalEngine engine = LocalEngine.withThreads(2);

  @AfterEach
  void close() {
    engine.close();
  }

  /** A line per value; the part in front of a colon is its folder. */
  private FileSink<String> sink() {
    return FileSink.csv(
            directory,
            CsvColumns.<String>none().with("v", text -> text.substring(text.indexOf(':') + 1)))
        .rolling(ROLLING);
  }

  private FileSink<String> partitioned() {
    return sink().partitionedBy("k", text -> text.substring(0, text.indexOf(':')));
  }

  private SinkWriter<String> open(FileSink<String> sink, long committed) throws Exception {
    return sink.open(new SinkContext("pipeline", "sink", Optional.of(directory), committed));
  }

  private void stage(SinkWriter<String> writer, long id, long second, String... values)
      throws Exception {
    engine.beginBatch(new BatchInfo(id, Instant.ofEpochSecond(second)));
    int half = values.length / 2;
    writer.stage(
        id,
        engine.of(
            List.of(
                List.of(Arrays.copyOf(values, half)),
                List.of(Arrays.copyOfRange(values, half, values.length)))));
    engine.endBatch();
  }

  private void batch(SinkWriter<String> writer, long id, long second, String... values)
      throws Exception {
    stage(writer, id, second, values);
    writer.publish(id);
  }

  /** All that shows: the files by path, without the header, lines joined by commas. */
  private Map<String, String> files() throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        String name = directory.relativize(path).toString();
        if (!name.startsWith(".")) {
          List<String> lines = Files.readAllLines(path);
          assertEquals("v", lines.get(0));
          files.put(name, String.join(",", lines.subList(1, lines.size())));
        }
      }
    }
    return files;
  }

  private static String part(long first, long last) {
    return String.format("part-%012d-%012d.csv", first, last);
  }

  @Test
  void shouldEndAFileWithTheBatchThatTakesItToItsSize() throws Exception {
    FileSink<String> sink = sink().rolling(ROLLING.withMaxBytes(6));
    try (SinkWriter<String> writer = open(sink, -1)) {
      batch(writer, 0, 0, ":a", ":b");
      batch(writer, 1, 0);
      assertEquals(Map.of(), files());
      batch(writer, 2, 0, ":c");
      assertEquals(Map.of(part(0, 2), "a,b,c"), files());
      batch(writer, 3, 0, ":a much longer line");
      batch(writer, 4, 0, ":d");
    }
    assertEquals(
        Map.of(part(0, 2), "a,b,c", part(3, 3), "a much longer line", part(4, 4), "d"), files());
  }

  @Test
  void shouldEndAFileWithItsPeriodOfBatchTime() throws Exception {
    try (SinkWriter<String> writer = open(sink(), -1)) {
      batch(writer, 0, 7, ":a");
      batch(writer, 1, 9, ":b");
      batch(writer, 2, 10, ":c");
      assertEquals(Map.of(part(0, 1), "a,b"), files());
      batch(writer, 3, 25);
      assertEquals(Map.of(part(0, 1), "a,b", part(2, 2), "c"), files());
    }
  }

  @Test
  void shouldEndAFileAfterSoManyBatches() throws Exception {
    try (SinkWriter<String> writer = open(sink().rolling(ROLLING.withMaxBatches(3)), -1)) {
      for (int i = 0; i < 7; i++) {
        batch(writer, i, 0, ":" + i);
      }
      assertEquals(Map.of(part(0, 2), "0,1,2", part(3, 5), "3,4,5"), files());
    }
    assertEquals("6", files().get(part(6, 6)));
  }

  @Test
  void shouldWriteToAFolderPerValue() throws Exception {
    try (SinkWriter<String> writer = open(partitioned(), -1)) {
      batch(writer, 0, 0, "x:1", "y:2", "x:3");
      batch(writer, 1, 0, "y:4");
    }
    assertEquals(Map.of("k=x/" + part(0, 0), "1,3", "k=y/" + part(0, 1), "2,4"), files());
    FileOptions nested = FileOptions.defaults().withGlob("**/*.csv");
    record Value(int v) {}
    assertEquals(4, Play.all(FileSource.csv(directory, Value.class, nested)).records.size());
  }

  @Test
  void shouldKeepValuesWithinTheDirectory() throws Exception {
    FileSink<String> sink =
        sink().partitionedBy("a b", text -> text.substring(0, text.length() - 2));
    String longest = "é".repeat(300);
    try (SinkWriter<String> writer = open(sink, -1)) {
      batch(writer, 0, 0, "../../up:1", ".:2", "/etc:3", "a=b%\0\n:4", ":5", longest + ":6");
    }
    String long200 = "%C3%A9".repeat(34).substring(0, 200);
    List<String> folders =
        files().keySet().stream().map(name -> name.substring(0, name.indexOf('/'))).toList();
    assertEquals(
        List.of(
            "a%20b=%2Fetc",
            "a%20b=.",
            "a%20b=..%2F..%2Fup",
            "a%20b=__HIVE_DEFAULT_PARTITION__",
            "a%20b=a%3Db%25%00%0A"),
        folders.stream().filter(name -> name.length() < 100).sorted().toList());
    assertTrue(folders.stream().anyMatch(name -> name.startsWith("a%20b=" + long200 + "~")));
    assertEquals(6, folders.size());
  }

  @Test
  void shouldBoundHowManyFoldersAreOpen() throws Exception {
    FileSink<String> sink = partitioned().withMaxPartitions(2);
    try (SinkWriter<String> writer = open(sink, -1)) {
      batch(writer, 0, 0, "a:1", "b:2");
      batch(writer, 1, 0, "a:3");
      batch(writer, 2, 0, "c:4");
      assertEquals(Map.of("k=b/" + part(0, 0), "2"), files());
      SinkException refusal =
          assertThrows(SinkException.class, () -> stage(writer, 3, 0, "a:1", "b:1", "c:1"));
      assertTrue(refusal.getMessage().contains("batch 3 goes to 3 folders"), refusal.getMessage());
    }
    assertEquals(3, files().size());
  }

  @Test
  void shouldGoOnWithTheFilesThatACrashLeftOpen() throws Exception {
    SinkWriter<String> crashed = open(partitioned(), -1);
    batch(crashed, 0, 0, "x:1", "y:2");
    stage(crashed, 1, 1, "x:3");
    stage(crashed, 2, 2, "x:lost");
    SinkWriter<String> next = open(partitioned(), 1);
    next.publish(1);
    next.discard(2);
    assertEquals(Map.of(), files());
    stage(next, 2, 12, "x:4");
    stage(next, 3, 13, "y:5");
    SinkWriter<String> last = open(partitioned(), 3);
    last.publish(2);
    last.publish(3);
    last.discard(4);
    assertEquals(Map.of("k=x/" + part(0, 1), "1,3", "k=y/" + part(0, 0), "2"), files());
    last.close();
    assertEquals(4, files().size());
    SinkWriter<String> idle = open(partitioned(), 3);
    idle.publish(3);
    idle.discard(4);
    idle.close();
    assertEquals(4, files().size());
  }

  /** The checkpoint of later batches was lost: what they completed is opened again. */
  @Test
  void shouldTakeBackWhatACheckpointNoLongerCovers() throws Exception {
    SinkWriter<String> crashed = open(sink(), -1);
    for (int i = 0; i < 4; i++) {
      batch(crashed, i, i < 2 ? 0 : 10L * i, ":" + i);
    }
    assertEquals(Map.of(part(0, 1), "0,1", part(2, 2), "2"), files());
    SinkWriter<String> fallenBack = open(sink(), 0);
    fallenBack.publish(0);
    fallenBack.discard(1);
    assertEquals(Map.of(), files());
    batch(fallenBack, 1, 1, ":1");
    fallenBack.close();
    assertEquals(Map.of(part(0, 1), "0,1"), files());
  }

  @Test
  void shouldRefuseToTakeBackWhatItHasForgotten() throws Exception {
    SinkWriter<String> crashed = open(sink().rolling(ROLLING.withMaxBatches(10)), -1);
    for (int i = 0; i < 40; i++) {
      batch(crashed, i, 0, ":" + i);
    }
    assertFalse(Files.exists(directory.resolve(".stage/000000000009.batch")));
    SinkException refusal = assertThrows(SinkException.class, () -> open(sink(), 5));
    assertTrue(refusal.getMessage().contains("fell back further"), refusal.getMessage());
    SinkWriter<String> near = open(sink().rolling(ROLLING.withMaxBatches(10)), 34);
    near.publish(34);
    near.discard(35);
    near.close();
    assertEquals(
        IntStream.range(0, 35).mapToObj(String::valueOf).toList(),
        files().values().stream().flatMap(lines -> Stream.of(lines.split(",", -1))).toList());
  }

  @Test
  void shouldRefuseTheDirectoryOfAnotherRun() throws Exception {
    try (SinkWriter<String> writer = open(sink(), -1)) {
      batch(writer, 0, 0, ":a");
    }
    SinkException afresh = assertThrows(SinkException.class, () -> open(sink(), -1));
    assertTrue(afresh.getMessage().contains("starts afresh"), afresh.getMessage());
  }

  @Test
  void shouldCheckItsOptions() {
    assertThrows(ConfigurationException.class, () -> ROLLING.withMaxBytes(0));
    assertThrows(ConfigurationException.class, () -> ROLLING.withPeriod(Duration.ZERO));
    assertThrows(ConfigurationException.class, () -> ROLLING.withMaxBatches(0));
    assertThrows(ConfigurationException.class, () -> sink().withMaxPartitions(0));
    assertThrows(
        ConfigurationException.class, () -> partitioned().partitionedBy("k", text -> text));
  }
}
