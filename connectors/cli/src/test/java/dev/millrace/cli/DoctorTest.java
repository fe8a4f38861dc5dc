package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

class DoctorTest {
  @TempDir Path directory;

  @Test
  void shouldFindThisMachineFit() throws Exception {
    Run run = Run.of("doctor", "--directory", directory.toString());
    assertEquals(0, run.code(), run.out());
    for (String what :
        List.of(
            "java", "memory", "port 8460", "disk", "fsync", "file locks", "clock", "renaming")) {
      assertTrue(
          run.out().lines().anyMatch(line -> line.matches("(ok|warn) +" + what + " .*")), what);
    }
    assertFalse(run.out().contains("\u001b"), run.out());
    try (var left = Files.list(directory)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void shouldSayTheSameAsJson() throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(Run.of("doctor", "--json", "--directory", directory.toString()).out());
    List<String> checks =
        StreamSupport.stream(json.get("checks").spliterator(), false)
            .map(check -> check.get("what").asText())
            .toList();
    assertTrue(checks.containsAll(List.of("java", "memory", "spark", "jupyter", "fsync")));
  }

  @Test
  void shouldWarnOfAPortThatIsTaken() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Finding finding = MachineChecks.port(socket.getLocalPort());
      assertEquals(Finding.Level.WARN, finding.level());
      assertFalse(finding.advice().isEmpty());
    }
  }

  @Test
  void shouldWarnOfLittleMemory() {
    assertEquals(Finding.Level.OK, MachineChecks.memory(256L << 20, 1L << 30).level());
    Finding little = MachineChecks.memory((256L << 20) - 1, 1L << 30);
    assertEquals(Finding.Level.WARN, little.level());
    assertTrue(little.found().startsWith("heap up to 255 MiB of 1,024 MiB, "), little.found());
    assertEquals("give the JVM more: MILLRACE_JAVA_OPTS=-Xmx1g", little.advice());
  }

  @Test
  void shouldWarnOfLittleRoomAndFailWithoutAny() {
    assertEquals(Finding.Level.OK, DiskChecks.room(1L << 30, directory).level());
    assertEquals(Finding.Level.WARN, DiskChecks.room((1L << 30) - 1, directory).level());
    assertEquals(Finding.Level.WARN, DiskChecks.room(50L << 20, directory).level());
    Finding full = DiskChecks.room((50L << 20) - 1, directory);
    assertEquals(Finding.Level.FAIL, full.level());
    assertEquals("49 MiB free in " + directory.toAbsolutePath(), full.found());
  }

  @Test
  void shouldWarnOfADiskThatIsSlowToForce() {
    assertEquals(Finding.ok("fsync", "20.0 ms"), DiskChecks.fsync(20));
    Finding slow = DiskChecks.fsync(20.1);
    assertEquals(Finding.Level.WARN, slow.level());
    assertTrue(slow.advice().contains("make batches larger"), slow.advice());
  }

  @Test
  void shouldWarnOfClocksThatAreApartAndFailBeforeThereWasMillrace() {
    Instant now = Instant.parse("2026-01-31T12:00:00Z");
    assertEquals(Finding.Level.OK, DiskChecks.clock(now, now.plusSeconds(2)).level());
    for (Instant disk : List.of(now.plusMillis(2_001), now.minusMillis(2_001))) {
      Finding apart = DiskChecks.clock(now, disk);
      assertEquals(Finding.Level.WARN, apart.level());
      assertTrue(apart.found().endsWith(", but the disk says 2 s apart"), apart.found());
    }
    Instant reset = Instant.EPOCH.plusSeconds(60);
    assertEquals(Finding.Level.FAIL, DiskChecks.clock(reset, reset).level());
  }

  @Test
  void shouldFailWhereNothingCanBeWritten() {
    List<Finding> findings = new DiskChecks(Path.of("/proc")).all();
    assertEquals(1, findings.size());
    assertEquals(Finding.Level.FAIL, findings.get(0).level());
    assertEquals(1, Run.of("doctor", "--directory", "/proc").code());
  }

  @Test
  void shouldColourOnlyTerminalsThatWantIt() {
    assertEquals(Ansi.ON, Console.colours(true, "", "xterm"));
    assertEquals(Ansi.OFF, Console.colours(true, "1", "xterm"));
    assertEquals(Ansi.OFF, Console.colours(true, "", "dumb"));
    assertEquals(Ansi.OFF, Console.colours(false, "", "xterm"));

    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console half =
        new Console(new PrintWriter(out), new PrintWriter(err, true), false, Ansi.ON, Ansi.OFF);
    Main.run(new String[] {"doctor", "--directory", directory.toString()}, half);
    assertTrue(out.toString().contains("\u001b[32mok  \u001b["), out.toString());
    Main.run(new String[] {"docter"}, half);
    assertFalse(err.toString().contains("\u001b"), err.toString());
    Console other =
        new Console(new PrintWriter(out), new PrintWriter(err, true), false, Ansi.OFF, Ansi.ON);
    Main.run(new String[] {"docter"}, other);
    assertTrue(err.toString().contains("\u001b["), err.toString());
  }
}
