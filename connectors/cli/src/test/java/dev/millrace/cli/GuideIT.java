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

/** The guide from zero to a served model, as a reader would go through it: from top to bottom. */
class GuideIT {
  private static final int LIMIT_SECONDS = 120;

  @TempDir Path directory;

  @Test
  void shouldDoWhatTheGuideShows() throws Exception {
    Page guide = Page.of("core/docs/from-zero.md");
    String port = String.valueOf(freePort());
    String script = "set -euo pipefail\n" + String.join("\n", guide.blocks("bash"));
    Files.writeString(
        directory.resolve("Prices.java"), guide.blocks("java").get(0).replace("8460", port));
    String placed =
        script
            .replace("/tmp/prices", directory.toString())
            .replace("8460", port)
            .replace("millrace serve ", "millrace serve --port " + port + " ");
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Process bash =
        new ProcessBuilder("bash", "-c", placed)
            .directory(Page.ROOT.toFile())
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
    assertEquals(2, said.split("accuracy=0\\.822144", -1).length - 1, said);
    assertTrue(said.contains("{\"model\":\"logistic\",\"modelVersion\":\""), said);
    assertTrue(said.contains("\"predictions\":[{\"class\":"), said);
    assertTrue(said.contains("the same to the byte"), said);
    assertTrue(said.contains("{\"name\":\"logistic\",\"versions\":["), said);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
