package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.core.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real processes whose user code or disk is at fault: they end with a reason, and go on later. */
@Timeout(120)
class FaultTest {
  private static final int RECORDS = 3_000;

  @TempDir Path directory;

  private String run(int exitCode, String... options) throws Exception {
    return run(exitCode, directory.resolve("checkpoint"), options);
  }

  /** Runs the pipeline in a process of its own; gives what it said. */
  private String run(int exitCode, Path checkpoint, String... options) throws Exception {
    Path said = directory.resolve("said");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(CrashMain.class.getName());
    command.add(checkpoint.toString());
    command.add(directory.resolve("output").toString());
    command.add(String.valueOf(RECORDS));
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

  private List<String> output() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : BatchFileSink.published(directory.resolve("output"))) {
      lines.addAll(Files.readAllLines(file));
    }
    return lines;
  }

  /** The last change of each of the four remainders of a square by 7 is the count of all of it. */
  private void assertWholeOutput() throws IOException {
    List<String> lines = output();
    assertEquals(RECORDS / CrashMain.BATCH_RECORDS, lines.size() / 4);
    long counted = 0;
    for (String line : lines.subList(lines.size() - 4, lines.size())) {
      counted += Long.parseLong(line.substring(line.indexOf(' ') + 1));
    }
    assertEquals(RECORDS, counted);
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
    assertFalse(output().isEmpty());
    run(0);
    assertWholeOutput();
  }

  private void mount(Path at, String options) throws Exception {
    Files.createDirectories(at);
    execute("mount", "-t", "tmpfs", "-o", options, "tmpfs", at.toString());
  }

  private static int execute(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor();
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
      execute("dd", "if=/dev/zero", "of=" + filler, "bs=4k");
      String said = run(1, disk.resolve("checkpoint"));
      assertTrue(said.contains("No space left on device"), said);
      assertEquals(
          before,
          CheckpointStore.open(disk.resolve("checkpoint")).newest().orElseThrow().batchId());
      Files.delete(filler);
      run(0, disk.resolve("checkpoint"));
    } finally {
      execute("umount", disk.toString());
    }
    assertWholeOutput();
  }

  @Test
  void shouldStopWhenTheDiskCannotBeWrittenAndGoOnWhenItCan() throws Exception {
    Path disk = smallDisk();
    try {
      run(1, disk.resolve("checkpoint"), "-Dfault=THROW");
      execute("mount", "-o", "remount,ro", disk.toString());
      String said = run(1, disk.resolve("checkpoint"));
      assertTrue(said.contains("Read-only file system"), said);
      execute("mount", "-o", "remount,rw", disk.toString());
      run(0, disk.resolve("checkpoint"));
    } finally {
      execute("umount", disk.toString());
    }
    assertWholeOutput();
  }
}
