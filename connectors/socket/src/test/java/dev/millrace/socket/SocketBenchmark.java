package dev.millrace.socket;

import dev.millrace.core.testing.CountingRun;
import dev.millrace.core.testing.RateComparison;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lines of 100 bytes per second: a bare client that writes what it receives to a file, beside a
 * pipeline. In turn. Not among the tests that run by themselves: {@code mvn -pl connectors/socket
 * test -Dtest=SocketBenchmark}, and the figures are in {@code target/surefire-reports}.
 */
class SocketBenchmark {
  private static final int LINES = 1_000_000;

  @TempDir Path directory;

  private final AtomicLong runs = new AtomicLong();

  private Path next() {
    return directory.resolve("run-" + runs.incrementAndGet());
  }

  @Test
  void receive() throws Exception {
    String text =
        IntStream.range(0, LINES)
            .mapToObj(number -> "-".repeat(89) + (number + 1_000_000_000))
            .collect(Collectors.joining("\n", "", "\n"));
    try (LineServer server = new LineServer(Collections.nCopies(100, text), false)) {
      System.out.println(
          RateComparison.of(
              "lines", LINES, () -> plain(server.port()), () -> millrace(server.port())));
    }
  }

  private void plain(int port) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream file = new BufferedOutputStream(Files.newOutputStream(next()))) {
      for (int i = 0; i < LINES; i++) {
        file.write(lines.readLine().getBytes(StandardCharsets.UTF_8));
        file.write('\n');
      }
    }
  }

  private void millrace(int port) throws Exception {
    SocketSource source = SocketSource.connect("127.0.0.1", port);
    try (CountingRun run = CountingRun.start(source, next())) {
      run.await(LINES);
    }
  }
}
