package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/**
 * The demo's own process, killed at random moments and started again; the last start, and the run
 * that is not disturbed, are made here.
 */
class DemoKillIT {
  private static final int KILLED = 128 + 9;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "fraud, 50, 20",
    "stocks, 20, 5",
    "churn, 100, 2",
    "sentiment, 100, 2",
    "gps, 200, 2",
    "weblog, 100, 2"
  })
  void shouldEndTheSameToTheByteAfterKills(String demo, int batchSize, int kills) throws Exception {
    Run undisturbed = Run.of(command(demo, batchSize, "undisturbed"));
    assertEquals(0, undisturbed.code(), undisturbed.err());

    long seed = Long.getLong("seed", 20_260_101);
    Random random = new Random(seed);
    int hits = 0;
    for (int kill = 0; kill < kills; kill++) {
      // Most kills come once batches are made; some may come while it starts or recovers.
      boolean early = kill % 4 == 3;
      int millis = random.nextInt(early ? 900 : 60);
      hits += kill(command(demo, batchSize, "killed"), early ? -1 : newestCommit(), millis);
    }
    Run last = Run.of(command(demo, batchSize, "killed"));
    assertEquals(0, last.code(), last.err());
    assertTrue(10 * hits >= 9 * kills, hits + " of " + kills + " kills hit, seed " + seed);

    assertEquals(result(undisturbed), result(last), kills + " kills, seed " + seed);
    assertSameFiles(directory.resolve("undisturbed"), directory.resolve("killed"), seed);
    assertSameState(state("undisturbed"), state("killed"), seed);
  }

  private String[] command(String demo, int batchSize, String name) {
    return new String[] {
      "demo",
      demo,
      "--once",
      "--json",
      "--batch-size=" + batchSize,
      "--output=" + directory.resolve(name),
      "--checkpoint=" + directory.resolve(name + "-state")
    };
  }

  /** All that is said of the whole stream, not of the one run. */
  private static ObjectNode result(Run run) throws IOException {
    ObjectNode result = (ObjectNode) new ObjectMapper().readTree(run.out());
    return result.remove(
        List.of("seconds", "rowsPerSecond", "rejected", "rowsRead", "output", "checkpoint"));
  }

  /**
   * Starts the program and kills it.
   *
   * @param commit wait until there is a later one
   * @param millis wait for so long after that
   * @return how many processes were killed: one, or none if it had ended
   */
  private int kill(String[] args, long commit, int millis)
      throws IOException, InterruptedException {
    Process process =
        Launcher.process(Launcher.path(), directory, List.of(args))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean ended = false;
    while (commit >= 0 && !ended && newestCommit() <= commit) {
      ended = process.waitFor(2, TimeUnit.MILLISECONDS);
    }
    ended = ended || process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(ended ? 0 : KILLED, process.exitValue());
    return ended ? 0 : 1;
  }

  /** The newest batch with a checkpoint, plus one; 0 for none. */
  private long newestCommit() throws IOException {
    Path checkpoints = directory.resolve("killed-state");
    if (!Files.isDirectory(checkpoints)) {
      return 0;
    }
    try (var files = Files.list(checkpoints)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("ckpt-\\d+"))
          .mapToLong(name -> 1 + Long.parseLong(name.substring("ckpt-".length())))
          .max()
          .orElse(0);
    }
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
    for (String name : expected.names()) {
      String what = "state of " + name + ", seed " + seed;
      assertArrayEquals(expected.parts().get(name), actual.parts().get(name), what);
    }
  }
}
