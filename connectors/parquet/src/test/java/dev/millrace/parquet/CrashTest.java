package dev.millrace.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.testing.TracedFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes at steps of a batch. */
@Timeout(300)
class CrashTest {
  private static final int ROWS = 40;
  private static final int KILLED = 128 + 9;

  @TempDir Path directory;

  private static CopyMain.Trade trade(int i) {
    Optional<Double> price = i % 4 == 0 ? Optional.empty() : Optional.of(i / 3.0);
    return new CopyMain.Trade(i, price, i % 3 == 0 ? "buy" : "sell");
  }

  private String[] arguments(String run) {
    return new String[] {
      directory.resolve("input").toUri().toString(),
      directory.resolve("input.arrows").toUri().toString(),
      directory.resolve(run + "-output").toUri() + "/",
      directory.resolve(run + "-checkpoint").toString()
    };
  }

  private int run(String... options) throws IOException, InterruptedException {
    return run(List.of(), "killed", options);
  }

  private int run(List<String> tool, String name, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(tool);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), CopyMain.class.getName()));
    command.addAll(List.of(arguments(name)));
    Path said = directory.resolve("said");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
            .start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it hangs");
    int exit = process.exitValue();
    assertTrue(exit == 0 || exit == KILLED, exit + ": " + Files.readString(said));
    return exit;
  }

  /** The rows of every file that shows, by path. */
  private Map<String, List<CopyMain.Trade>> output(String run) throws Exception {
    Path root = directory.resolve(run + "-output");
    Map<String, List<CopyMain.Trade>> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        String file = root.relativize(path).toString();
        if (!file.contains("/.")) {
          files.put(
              file, Input.all(ParquetSource.records(path.toUri(), CopyMain.Trade.class)).records());
        }
      }
    }
    return files;
  }

  @Test
  void shouldEndInTheSameFilesThoughItIsKilledAtEveryStep() throws Exception {
    writeInput();
    CopyMain.main(arguments("calm"));
    Map<String, List<CopyMain.Trade>> calm = output("calm");
    for (BatchStep step :
        List.of(BatchStep.COMPUTE, BatchStep.STAGE, BatchStep.COMMIT, BatchStep.PUBLISH)) {
      assertEquals(KILLED, run("-Dmillrace.killAt=" + step + ":2"), step.toString());
    }
    assertEquals(0, run());
    assertEquals(calm, output("killed"));
    assertEquals(
        List.of(trade(0), trade(3), trade(6), trade(9), trade(12)),
        calm.get("merged/side=buy/part-000000000000-000000000002.parquet"));
    assertEquals(ROWS + 4 * 7, calm.values().stream().mapToInt(List::size).sum());
  }

  /** Told by the system calls of the process. */
  @Test
  void shouldHaveForcedWhatItHasPublished() throws Exception {
    assumeTrue(
        new ProcessBuilder("sh", "-c", "strace -f -qq true").start().waitFor() == 0,
        "skipped: strace is missing (apt-get install strace), or may not trace (ptrace)");
    writeInput();
    Path log = directory.resolve("strace");
    assertEquals(0, run(TracedFiles.tool(log), "traced"));
    List<Path> promises = TracedFiles.check(directory.toRealPath(), Files.readAllLines(log));
    assertTrue(promises.size() > 10, promises.toString());
  }

  private void writeInput() throws Exception {
    URI input = directory.resolve("input").toUri();
    try (Output<CopyMain.Trade> output =
        new Output<>(
            ParquetSink.records(input, CopyMain.Trade.class)
                .rolling(FileRolling.defaults().withMaxBatches(2)),
            -1)) {
      for (int i = 0; i < ROWS / 8; i++) {
        output.batch(i, IntStream.range(8 * i, 8 * i + 8).mapToObj(CrashTest::trade).toList());
      }
    }
    ArrowTest.stream(directory.resolve("input.arrows"), 4);
  }
}
