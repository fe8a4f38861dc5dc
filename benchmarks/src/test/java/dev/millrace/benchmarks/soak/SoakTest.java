package dev.millrace.benchmarks.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The soak in a process of its own with little memory; briefly, unless the profile says else. */
@Timeout(300)
class SoakTest {
  @TempDir private Path directory;

  private static String run(String what, long number, Path directory)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Soak.class.getName(),
                    what,
                    Long.toString(number),
                    directory.toString()))
            .redirectErrorStream(true)
            .start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it does not end");
      assertEquals(0, process.exitValue(), output);
      System.out.println(output);
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void shouldKeepFlatHoweverManyEventsCome() throws Exception {
    long events = Long.getLong("soak.events", 2_000_000);
    String output = run("events", events, directory);
    assertTrue(output.contains("ok: " + events + " events"), output);
  }

  @Test
  void shouldKeepFlatAtThreeTimesWhatCanBeSustained() throws Exception {
    String output = run("overload", Long.getLong("soak.overloadSeconds", 9), directory);
    assertTrue(output.contains("batches degraded"), output);
  }
}
