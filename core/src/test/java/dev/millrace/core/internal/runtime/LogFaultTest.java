package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.source.log.LogFrames;
import dev.millrace.core.source.log.LogOptions;
import dev.millrace.core.source.log.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A log whose forces fail once: what it held may be lost, whatever the next force says. */
@Timeout(120)
class LogFaultTest {
  private static final int SEGMENT = 4096;

  @TempDir Path directory;

  /** Of the forces that follow the first segment's own and that of its name. */
  @ParameterizedTest
  @CsvSource({"3, false", "4, true"})
  void shouldTakeNothingMoreOnceForcingHasFailed(int force, boolean sync) throws Exception {
    Strace.require();
    Path said = directory.resolve("said");
    String inject = "inject=fsync:error=EIO:when=" + force;
    List<String> command =
        new ArrayList<>(Strace.tool(directory.resolve("strace"), "fsync", "-e", inject));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    Path log = Files.createDirectory(directory.resolve("log"));
    command.addAll(List.of(LogFaultTest.class.getName(), log.toString(), String.valueOf(sync)));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals("taken once, then never\n", Files.readString(said));
  }

  /** Appends a segment at a time, going on whatever fails; says what was taken. */
  public static void main(String[] args) throws Exception {
    LogOptions options =
        new LogOptions(9 * SEGMENT, SEGMENT, 0, LogOptions.Sync.EACH_PLAN, Duration.ZERO);
    StringBuilder taken = new StringBuilder();
    WriteAheadLog log = WriteAheadLog.open(Path.of(args[0]), options);
    for (int segment = 0; segment < 5; segment++) {
      LogFrames frames = new LogFrames();
      frames.add(new byte[SEGMENT], 0, SEGMENT);
      try {
        log.append(frames);
        if (Boolean.parseBoolean(args[1])) {
          log.sync();
        }
        taken.append('+');
      } catch (IOException e) {
        taken.append('-');
      }
    }
    System.out.println(taken.toString().matches("\\+?-+") ? "taken once, then never" : taken);
  }
}
