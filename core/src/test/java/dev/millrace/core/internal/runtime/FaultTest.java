package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.core.checkpoint.CheckpointStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes whose user code or disk is at fault: they end with a reason, and go on later. */
@Timeout(120)
class FaultTest {
  private static final int RECORDS = 3_000;
  private static final int KILLED = 128 + 9;
  private static final int INTERVAL_MILLIS = 30;

  @TempDir static Path shared;
  @TempDir Path directory;

  /** What is to come out whatever happens. */
  @BeforeAll
  static void runCalmly() throws Exception {
    run(List.of(), 0, shared.resolve("checkpoint"), shared.resolve("output"));
  }

  private String run(int exitCode, String... options) throws Exception {
    return run(exitCode, directory.resolve("checkpoint"), options);
  }

  private String run(int exitCode, Path checkpoint, String... options) throws Exception {
    return run(List.of(), exitCode, checkpoint, options);
  }

  private String run(List<String> tool, int exitCode, Path checkpoint, String... options)
      throws Exception {
    return run(tool, exitCode, checkpoint, directory.resolve("output"), options);
  }

  /** Runs the pipeline in a process of its own, under a tool; gives what it said. */
  private static String run(
      List<String> tool, int exitCode, Path checkpoint, Path output, String... options)
      throws Exception {
    Path said = output.resolveSibling("said");
    List<String> all = new ArrayList<>(List.of("-Xmx48m"));
    all.addAll(List.of(options));
    List<String> command =
        CrashMain.command(tool, all, checkpoint, output, String.valueOf(RECORDS));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(said.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process hangs");
    String text = Files.readString(said);
    assertEquals(exitCode, process.exitValue(), text);
    return text;
  }

  private void assertSameOutput() throws IOException {
    CrashOutput.assertSame(
        shared.resolve("output"), directory.resolve("output"), RECORDS / CrashMain.BATCH_RECORDS);
  }

  private void assertSomeOutput() throws IOException {
    assertFalse(BatchFileSink.published(directory.resolve("output")).isEmpty());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void shouldEndWithAReasonAndGoOnOnceTheUserCodeIsMended(Fault fault) throws Exception {
    String said = run(1, "-Dfault=" + fault);
    String reason =
        switch (fault) {
          case NONE -> "";
          case THROW -> "struck";
          case HANG -> "deadline";
          case OUT_OF_MEMORY, LEAK -> "OutOfMemoryError";
          case STACK_OVERFLOW -> "StackOverflowError";
        };
    assertTrue(said.contains(reason), said);
    assertSomeOutput();
    run(0);
    assertSameOutput();
  }

  private void mount(Path at, String options) throws Exception {
    Files.createDirectories(at);
    Strace.execute("mount", "-t", "tmpfs", "-o", options, "tmpfs", at.toString());
  }

  /** Mounting takes root's rights; where they are wanted and missing, that is a failure. */
  private Path smallDisk() throws Exception {
    Path disk = directory.resolve("disk");
    mount(disk, "size=256k");
    boolean mounted = !Files.getFileStore(disk).equals(Files.getFileStore(directory));
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(mounted, "skipped: mounting a small disk takes root's rights; run as root");
    }
    assertTrue(mounted, "a small disk could not be mounted");
    return disk;
  }

  @Test
  void shouldStopWhenTheDiskIsFullAndGoOnWhenThereIsSpace() throws Exception {
    Path disk = smallDisk();
    try {
      Path filler = disk.resolve("filler");
      run(1, disk.resolve("checkpoint"), "-Dfault=THROW");
      long before =
          CheckpointStore.open(disk.resolve("checkpoint")).newest().orElseThrow().batchId();
      Strace.execute("dd", "if=/dev/zero", "of=" + filler, "bs=4k");
      String said = run(1, disk.resolve("checkpoint"));
      assertTrue(said.contains("No space left on device"), said);
      assertEquals(
          before,
          CheckpointStore.open(disk.resolve("checkpoint")).newest().orElseThrow().batchId());
      Files.delete(filler);
      run(0, disk.resolve("checkpoint"));
    } finally {
      Strace.execute("umount", disk.toString());
    }
    assertSameOutput();
  }

  @Test
  void shouldStopWhenTheDiskCannotBeWrittenAndGoOnWhenItCan() throws Exception {
    Path disk = smallDisk();
    try {
      run(1, disk.resolve("checkpoint"), "-Dfault=THROW");
      Strace.execute("mount", "-o", "remount,ro", disk.toString());
      String said = run(1, disk.resolve("checkpoint"));
      assertTrue(said.contains("Read-only file system"), said);
      Strace.execute("mount", "-o", "remount,rw", disk.toString());
      run(0, disk.resolve("checkpoint"));
    } finally {
      Strace.execute("umount", disk.toString());
    }
    assertSameOutput();
  }

  /**
   * Runs the pipeline with some of its system calls failing, or killing it.
   *
   * @param calls separated by commas
   * @param what happens, and at which of these calls, as strace has it
   */
  private String traced(int exitCode, String calls, String what) throws Exception {
    Path log = directory.resolve("strace");
    List<String> tool = Strace.tool(log, calls, "-e", "inject=" + calls + ":" + what);
    String said = run(tool, exitCode, directory.resolve("checkpoint"));
    assertTrue(
        exitCode == KILLED || Files.readString(log).contains("INJECTED"), "nothing was injected");
    return said;
  }

  /** What a failed force covered may be lost, whatever the next one says: it is written anew. */
  @Test
  void shouldGoOnThoughForcingFailsNowAndThen() throws Exception {
    Strace.require();
    traced(0, "fsync,fdatasync", "error=EIO:when=6+7");
    assertSameOutput();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fsync,fdatasync", "rename,renameat,renameat2"})
  void shouldStopWhenACallKeepsFailingAndGoOnWhenItDoesNot(String calls) throws Exception {
    Strace.require();
    String said = traced(1, calls, "error=EIO:when=40+");
    assertTrue(said.contains("Input/output error"), said);
    assertSomeOutput();
    run(0);
    assertSameOutput();
  }

  /** Between two calls of one step, where no listener gets to. */
  @ParameterizedTest
  @CsvSource({"fsync, 9", "fsync, 30", "rename, 12", "rename, 51"})
  void shouldGoOnWhereItWasKilledAtACall(String call, int number) throws Exception {
    Strace.require();
    traced(KILLED, call, "signal=KILL:when=" + number);
    run(0);
    assertSameOutput();
    try (Stream<Path> files = Files.list(directory.resolve("checkpoint"))) {
      assertTrue(files.noneMatch(file -> file.toString().contains(".tmp")));
    }
  }

  /** Torn by the crash that ended the process, and then with a bit that has flipped. */
  @Test
  void shouldGoOnFromTheNewestWholeCheckpointAndSayWhichIsNot() throws Exception {
    run(KILLED, "-Dmillrace.killAt=COMPUTE:20");
    Path torn = newestCheckpoint();
    byte[] bytes = Files.readAllBytes(torn);
    Files.write(torn, Arrays.copyOf(bytes, bytes.length / 2));
    assertNamed(torn, run(KILLED, "-Dmillrace.killAt=PUBLISH:20"));
    Path flipped = newestCheckpoint();
    bytes = Files.readAllBytes(flipped);
    bytes[2 * bytes.length / 3] ^= 8;
    Files.write(flipped, bytes);
    assertNamed(flipped, run(0));
    assertSameOutput();
  }

  private Path newestCheckpoint() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("checkpoint"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("ckpt-"))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  private static void assertNamed(Path file, String said) {
    String name = file.getFileName().toString();
    assertTrue(said.lines().anyMatch(line -> line.contains("WARN") && line.contains(name)), said);
  }

  /** The computer's clock is set while the pipeline runs, an hour ahead and then back. */
  @Test
  void shouldKeepItsPaceWhenTheClockIsSet() throws Exception {
    Path library = fakeTime();
    Path jump = Files.writeString(directory.resolve("jump"), "+0s");
    List<String> command =
        CrashMain.command(
            List.of(
                "env",
                "LD_PRELOAD=" + library,
                "FAKETIME_TIMESTAMP_FILE=" + jump,
                "FAKETIME_NO_CACHE=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                "DONT_FAKE_MONOTONIC=1"),
            List.of("-Xmx48m", "-DintervalMillis=" + INTERVAL_MILLIS),
            directory.resolve("checkpoint"),
            directory.resolve("output"),
            String.valueOf(RECORDS));
    Process process =
        new ProcessBuilder(command).redirectError(directory.resolve("said").toFile()).start();
    long first = 0;
    int batches = 0;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        assertTrue(line.matches("\\d+"), line);
        first = batches == 0 ? System.nanoTime() : first;
        batches++;
        switch (batches) {
          case 10 -> Files.writeString(jump, "+3600s");
          case 30 -> Files.writeString(jump, "-3600s");
          case 50 -> Files.writeString(jump, "+0s");
          default -> {}
        }
      }
    }
    long millis = (System.nanoTime() - first) / 1_000_000;
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(directory.resolve("said")));
    assertEquals(RECORDS / CrashMain.BATCH_RECORDS, batches);
    assertTrue(millis > batches * INTERVAL_MILLIS / 2, batches + " batches in " + millis + " ms");
    assertSameOutput();
    List<Instant> times = new ArrayList<>();
    CheckpointStore.open(directory.resolve("checkpoint"))
        .list()
        .forEach(info -> times.add(info.batchTime()));
    Duration ahead = Duration.between(Instant.now(), times.get(times.size() - 1));
    assertTrue(ahead.compareTo(Duration.ofMinutes(50)) > 0, "the clock was not set: " + ahead);
  }

  /** The library that tells a process another time. */
  private static Path fakeTime() throws IOException {
    Optional<Path> library = Optional.empty();
    for (String place : List.of("/usr/lib", "/usr/lib64", "/usr/local/lib")) {
      if (library.isEmpty() && Files.isDirectory(Path.of(place))) {
        try (Stream<Path> files =
            Files.find(
                Path.of(place),
                4,
                (file, attributes) -> file.endsWith("faketime/libfaketimeMT.so.1"))) {
          library = files.findFirst();
        }
      }
    }
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(
          library.isPresent(),
          "skipped: there is no faketime; install it with apt-get install faketime");
    }
    return library.orElseThrow(() -> new AssertionError("apt-get install faketime"));
  }
}
