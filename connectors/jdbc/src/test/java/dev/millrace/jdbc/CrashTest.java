package dev.millrace.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.observe.BatchStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process at every step of a batch. */
@Timeout(180)
class CrashTest {
  private static final int ROWS = 500;
  private static final int KILLED = 128 + 9;

  @TempDir Path directory;

  private int run(Database database, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), CopyMain.class.getName()));
    command.add(database.options().url());
    command.add(database.options().properties().getOrDefault("user", "nobody"));
    command.add(directory.resolve("checkpoint").toString());
    Path said = directory.resolve("said");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "still running");
    int exit = process.exitValue();
    assertTrue(exit == 0 || exit == KILLED, exit + ": " + Files.readString(said));
    return exit;
  }

  @Test
  void shouldShowEveryRowOnceThoughItIsKilledAtEveryStep() throws Exception {
    Database database = Database.of(Database.Kind.POSTGRESQL, directory);
    database.execute(
        "CREATE TABLE input (id BIGINT PRIMARY KEY, text VARCHAR(20))",
        "CREATE TABLE output (id BIGINT, text VARCHAR(20))");
    database.insert(
        "INSERT INTO input VALUES (?, ?)",
        LongStream.range(0, ROWS).mapToObj(id -> List.<Object>of(id, "row " + id)).toList());
    for (BatchStep step : BatchStep.values()) {
      assertEquals(KILLED, run(database, "-Dmillrace.killAt=" + step + ":3"), step.toString());
    }
    assertEquals(0, run(database));
    assertEquals(
        LongStream.range(0, ROWS).mapToObj(id -> id + ",row " + id).toList(),
        database.select("SELECT id, text FROM output ORDER BY id"));
    database.execute("DROP TABLE input", "DROP TABLE output");
  }
}
