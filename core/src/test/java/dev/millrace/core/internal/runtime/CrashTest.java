package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.observe.BatchStep;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills real processes, and stops them. {@code -Dchaos.kills=1000}, as in the profile {@code
 * chaos}, makes a long run of it.
 */
@Timeout(300)
class CrashTest {
  private static final int RANDOM_KILLS = Integer.getInteger("chaos.kills", 8);

  /** Enough for most kills to come before the end. */
  private static final int RECORDS = CrashMain.BATCH_RECORDS * Math.max(60, 10 * RANDOM_KILLS);

  private static final int KILLED = 128 + 9;
  private static final int TERMINATED = 128 + 15;

  /** Another seed, or one that failed: {@code -Dseed=…}. */
  private static final long SEED = Long.getLong("seed", 1);

  @TempDir Path directory;

  private Process start(String name, String records, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("-Xmx64m"));
    all.addAll(List.of(options));
    Path checkpoint = directory.resolve(name + "-checkpoint");
    Path output = directory.resolve(name + "-output");
    List<String> command = CrashMain.command(List.of(), all, checkpoint, output, records);
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("stderr").toFile()))
        .start();
  }

  private static BufferedReader lines(Process process) {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  /** Reads what is left and waits for the end. */
  private String end(Process process) throws IOException, InterruptedException {
    try (BufferedReader lines = lines(process)) {
      lines.lines().forEach(line -> assertTrue(line.matches("\\d+"), line));
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return process.exitValue() + "\n" + Files.readString(directory.resolve("stderr"));
  }

  private void assertExit(int code, Process process) throws IOException, InterruptedException {
    String end = end(process);
    assertTrue(end.startsWith(code + "\n"), "expected exit code " + code + ", got " + end);
  }

  @Test
  void shouldEndInTheSameBytesHoweverOftenItIsKilled() throws Exception {
    assertExit(0, start("calm", String.valueOf(RECORDS)));
    Random random = new Random(SEED);
    for (BatchStep step : BatchStep.values()) {
      int occurrence = 1 + random.nextInt(3);
      assertExit(
          KILLED,
          start("killed", String.valueOf(RECORDS), "-Dmillrace.killAt=" + step + ":" + occurrence));
    }
    for (BehindFileSink.Hold hold : BehindFileSink.Hold.values()) {
      Process process = start("killed", String.valueOf(RECORDS), "-DholdAt=" + hold);
      assertTrue(lines(process).lines().anyMatch(BehindFileSink.HELD::equals), "never " + hold);
      process.destroyForcibly();
      assertEquals(KILLED, process.waitFor());
    }
    int kills = 0;
    for (int kill = 0; kill < RANDOM_KILLS; kill++) {
      Process process = start("killed", String.valueOf(RECORDS));
      BufferedReader lines = lines(process);
      for (int line = random.nextInt(12); line >= 0 && lines.readLine() != null; line--) {
        assertTrue(line >= 0);
      }
      LockSupport.parkNanos(random.nextInt(20_000_000));
      process.destroyForcibly();
      process.waitFor();
      kills += process.exitValue() == KILLED ? 1 : 0;
    }
    assertTrue(kills > RANDOM_KILLS / 2, "only " + kills + " kills came before the end");
    assertExit(0, start("killed", String.valueOf(RECORDS)));
    CrashOutput.assertSame(
        directory.resolve("calm-output"),
        directory.resolve("killed-output"),
        RECORDS / CrashMain.BATCH_RECORDS);
    assertSameCheckpoint();
  }

  private void assertSameCheckpoint() {
    Checkpoint calm = newest("calm");
    Checkpoint killed = newest("killed");
    assertEquals(calm.batchId(), killed.batchId());
    assertEquals(calm.offsets(), killed.offsets());
    assertEquals(calm.names(), killed.names());
    for (String name : calm.names()) {
      assertArrayEquals(calm.parts().get(name), killed.parts().get(name), name);
    }
    assertTrue(killed.run() > calm.run());
  }

  private Checkpoint newest(String name) {
    return CheckpointStore.open(directory.resolve(name + "-checkpoint")).newest().orElseThrow();
  }

  /**
   * A process that sleeps past its time must not find its place taken, nor take that of another.
   */
  @Test
  void shouldKeepOthersOutWhileItIsSuspended() throws Exception {
    Process first = start("zombie", "unbounded");
    BufferedReader lines = lines(first);
    lines.readLine();
    signal("STOP", first);
    Process second = start("zombie", "unbounded");
    assertTrue(second.waitFor(60, TimeUnit.SECONDS));
    assertEquals(1, second.exitValue());
    String said = Files.readString(directory.resolve("stderr"));
    assertTrue(said.contains("is in use by process " + first.pid()), said);
    signal("CONT", first);
    lines.readLine();
    first.toHandle().destroy();
    assertExit(TERMINATED, first);
    List<Path> published = BatchFileSink.published(directory.resolve("zombie-output"));
    assertEquals(newest("zombie").batchId() + 1, published.size());
    assertEquals(List.of(), BatchFileSink.staged(directory.resolve("zombie-output")));
  }

  private static void signal(String name, Process process) throws Exception {
    String pid = String.valueOf(process.pid());
    assertEquals(0, new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor());
  }

  @Test
  void shouldFinishTheBatchAndCommitItOnSigterm() throws Exception {
    Process process = start("term", "unbounded");
    BufferedReader lines = lines(process);
    for (int line = 0; line < 5; line++) {
      lines.readLine();
    }
    process.toHandle().destroy(); // Process.destroy would close the stream that is read below
    assertExit(TERMINATED, process);
    List<Path> published = BatchFileSink.published(directory.resolve("term-output"));
    assertEquals(List.of(), BatchFileSink.staged(directory.resolve("term-output")));
    assertEquals(newest("term").batchId() + 1, published.size());
    Path next =
        directory.resolve("term-checkpoint/plan-%020d".formatted(newest("term").batchId() + 1));
    assertTrue(Files.notExists(next), "a batch was planned and not finished");
  }
}
