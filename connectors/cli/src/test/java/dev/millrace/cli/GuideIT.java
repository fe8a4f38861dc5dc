package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages whose commands a reader would run from top to bottom. */
class GuideIT {
  private static final int LIMIT_SECONDS = 300;

  @TempDir Path directory;

  @Test
  void shouldDoWhatTheGuideShows() throws Exception {
    Page guide = Page.of("core/docs/from-zero.md");
    String port = String.valueOf(freePort());
    Files.writeString(
        directory.resolve("Prices.java"), guide.blocks("java").get(0).replace("8460", port));
    String placed =
        String.join("\n", guide.blocks("bash"))
            .replace("/tmp/prices", directory.toString())
            .replace("8460", port)
            .replace("millrace serve ", "millrace serve --port " + port + " ");
    String said = bash(placed, Page.ROOT);
    assertEquals(2, said.split("accuracy=0\\.822144", -1).length - 1, said);
    assertTrue(said.contains("{\"model\":\"logistic\",\"modelVersion\":\""), said);
    assertTrue(said.contains("\"predictions\":[{\"class\":"), said);
    assertTrue(said.contains("the same to the byte"), said);
    assertTrue(said.contains("{\"name\":\"logistic\",\"versions\":["), said);
  }

  @Test
  void shouldCopyACheckpointAsThePageOnOperationsShows() throws Exception {
    Files.createSymbolicLink(directory.resolve("millrace"), Launcher.path());
    Page operations = Page.of("core/docs/operations.md");
    String said =
        bash(
            "./millrace demo fraud --once\n"
                + String.join("\n", operations.blocks("bash"))
                + "\n./millrace demo fraud --once --checkpoint backup --output .millrace/fraud/output",
            directory);
    assertTrue(said.contains("8,653 rows scored"), said);
  }

  /**
   * Runs commands one after the other; all must succeed.
   *
   * @return what they printed
   */
  private String bash(String commands, Path in) throws Exception {
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Process bash =
        new ProcessBuilder("bash", "-c", "set -euo pipefail\n" + commands)
            .directory(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertTrue(bash.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), Files.readString(err));
    } finally {
      bash.descendants().forEach(ProcessHandle::destroyForcibly);
      bash.destroyForcibly();
    }
    String said = Files.readString(out);
    assertEquals(0, bash.exitValue(), said + Files.readString(err));
    return said;
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
