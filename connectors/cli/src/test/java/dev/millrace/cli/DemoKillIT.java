package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo's own process, killed at random moments and started again. */
class DemoKillIT {
  private static final int KILLED = 128 + 9;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"fraud, 10, 20", "stocks, 5, 5"})
  void shouldEndTheSameToTheByteAfterKills(String demo, int batchSize, int kills) throws Exception {
    Run undisturbed = Launcher.run(directory, command(demo, batchSize, "undisturbed"));
    assertEquals(0, undisturbed.code(), undisturbed.err());

    long seed = Long.getLong("seed", 20_260_101);
    Random random = new Random(seed);
    int hits = 0;
    for (int kill = 0; kill < kills; kill++) {
      hits += killAfter(400 + random.nextInt(500), command(demo, batchSize, "killed"));
    }
    Run last = Launcher.run(directory, command(demo, batchSize, "killed"));
    assertEquals(0, last.code(), last.err());
    assertTrue(2 * hits >= kills, "only " + hits + " of " + kills + " kills hit, seed " + seed);

    assertEquals(undisturbed.out(), last.out(), "summary after " + kills + " kills, seed " + seed);
    assertSameFiles(directory.resolve("undisturbed"), directory.resolve("killed"), seed);
    assertSameState(state("undisturbed"), state("killed"), seed);
  }

  private String[] command(String demo, int batchSize, String name) {
    return new String[] {
      "demo",
      demo,
      "--once",
      "--batch-size=" + batchSize,
      "--output=" + directory.resolve(name),
      "--checkpoint=" + directory.resolve(name + "-state")
    };
  }

  /** How many processes were killed: one, or none if it had ended. */
  private int killAfter(long millis, String[] args) throws IOException, InterruptedException {
    Process process =
        Launcher.process(Launcher.path(), directory, List.of(args))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(ended ? 0 : KILLED, process.exitValue());
    return ended ? 0 : 1;
  }

  private Checkpoint state(String name) {
    return CheckpointStore.open(directory.resolve(name + "-state")).newest().orElseThrow();
  }

  private static void assertSameFiles(Path expected, Path actual, long seed) throws IOException {
    Map<String, byte[]> left = contents(expected);
    Map<String, byte[]> right = contents(actual);
    assertEquals(left.keySet(), right.keySet(), "files, seed " + seed);
    left.forEach(
        (name, bytes) ->
            assertTrue(Arrays.equals(bytes, right.get(name)), name + " differs, seed " + seed));
  }

  private static Map<String, byte[]> contents(Path root) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (var paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return contents;
  }

  private static void assertSameState(Checkpoint expected, Checkpoint actual, long seed) {
    assertEquals(expected.batchId(), actual.batchId(), "batches, seed " + seed);
    assertEquals(expected.offsets(), actual.offsets(), "offsets, seed " + seed);
    assertEquals(expected.names(), actual.names(), "parts, seed " + seed);
    expected
        .parts()
        .forEach(
            (name, bytes) ->
                assertTrue(
                    Arrays.equals(bytes, actual.parts().get(name)),
                    "state of " + name + " differs, seed " + seed));
  }
}
