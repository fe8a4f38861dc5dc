package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.observe.BatchStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes at each step of a batch. */
@Timeout(300)
class RollingCrashTest {
  private static final int KILLED = 128 + 9;

  /** Another seed, or one that failed: {@code -Dseed=…}. */
  private static final long SEED = Long.getLong("seed", 1);

  @TempDir Path directory;

  private void run(String name, int expected, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RollingMain.class.getName());
    command.add(directory.resolve(name + "-checkpoint").toString());
    command.add(directory.resolve(name + "-output").toString());
    Path said = directory.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it hangs");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(expected, process.exitValue(), Files.readString(said));
  }

  /** Every file that shows, by path. */
  private Map<String, String> output(String name) throws IOException {
    Path root = directory.resolve(name + "-output");
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        String file = root.relativize(path).toString();
        if (!file.startsWith(".")) {
          files.put(file, Files.readString(path));
        }
      }
    }
    return files;
  }

  @Test
  void shouldEndInTheSameBytesHoweverOftenItIsKilled() throws Exception {
    run("calm", 0);
    Random random = new Random(SEED);
    for (BatchStep step : BatchStep.values()) {
      run("killed", KILLED, "-Dmillrace.killAt=" + step + ":" + (1 + random.nextInt(3)));
    }
    run("killed", 0);
    Map<String, String> calm = output("calm");
    assertEquals(calm, output("killed"));
    assertTrue(
        calm.size() > 10 && calm.keySet().stream().anyMatch(n -> n.startsWith("remainder=2/")));
    long rows = calm.values().stream().mapToLong(text -> text.lines().count() - 1).sum();
    assertEquals((long) RollingMain.BATCHES * RollingMain.BATCH_ROWS, rows);
  }
}
