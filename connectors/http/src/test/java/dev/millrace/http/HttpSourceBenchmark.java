package dev.millrace.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.core.testing.CountingRun;
import dev.millrace.core.testing.RateComparison;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows per second of 100 bytes, a thousand in a request: a bare server that parses what is posted
 * and forces it to a file before it answers, beside a pipeline. In turn; of few rows, and of so
 * many that starting a pipeline counts for less. That server never looks at a row again; so there
 * is one besides that does the same job by a plain loop: {@code receiveAndRead} has the file read
 * behind it, row by row, and how far that is forced.
 *
 * <p>Not among the tests that run by themselves: {@code mvn -pl connectors/http test
 * -Dtest=HttpSourceBenchmark}, and the figures are in {@code target/surefire-reports}.
 */
class HttpSourceBenchmark {
  private static final int REQUEST = 1_000;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path directory;

  private final AtomicLong runs = new AtomicLong();

  /** 100 bytes with the comma behind it. */
  private static String row(int number) {
    return "{\"card\":\"%s\",\"amount\":%d}".formatted("-".repeat(63), number + 1_000_000_000);
  }

  private static void post(int port, int rows) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/rows");
    for (int from = 0; from < rows; from += REQUEST) {
      String body =
          IntStream.range(from, from + REQUEST)
              .mapToObj(HttpSourceBenchmark::row)
              .collect(Collectors.joining(",", "[", "]"));
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.toString() + answer.body());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200_000, 1_000_000})
  void receive(int rows) throws Exception {
    System.out.println(
        RateComparison.of("receive " + rows, rows, () -> plain(rows), () -> millrace(rows)));
  }

  @ParameterizedTest
  @ValueSource(ints = {200_000, 1_000_000})
  void receiveAndRead(int rows) throws Exception {
    System.out.println(
        RateComparison.of(
            "receive and read " + rows, rows, () -> plainAndRead(rows), () -> millrace(rows)));
  }

  private void plainAndRead(int rows) throws Exception {
    Path path = Files.createFile(next());
    FutureTask<Void> reading =
        new FutureTask<>(
            () -> {
              readBehind(path, rows);
              return null;
            });
    new Thread(reading, "read-behind").start();
    plain(path, rows);
    reading.get();
  }

  private Path next() {
    return directory.resolve("run-" + runs.incrementAndGet());
  }

  /** Makes texts of the rows that come into a file, and keeps how far it has come. */
  private void readBehind(Path path, int rows) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        FileChannel place =
            FileChannel.open(next(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
      for (int read = 0; read < rows; ) {
        if (file.read(bytes) > 0) {
          read += texts(bytes.flip()).size();
          long position = file.position() - bytes.remaining();
          bytes.compact();
          place.write(ByteBuffer.allocate(Long.BYTES).putLong(0, position), 0);
          place.force(false);
        } else {
          LockSupport.parkNanos(1_000_000);
        }
      }
    }
  }

  /** The whole rows, which have no objects within. */
  private static List<String> texts(ByteBuffer bytes) {
    List<String> texts = new ArrayList<>();
    for (int at = bytes.position(); at < bytes.limit(); at++) {
      if (bytes.get(at) == '}') {
        byte[] row = new byte[at - bytes.position()];
        bytes.get(bytes.position() + 1, row); // behind the bracket or comma
        texts.add(new String(row, StandardCharsets.UTF_8));
        bytes.position(at + 1);
      }
    }
    return texts;
  }

  private void plain(int rows) throws Exception {
    plain(Files.createFile(next()), rows);
  }

  private static void plain(Path path, int rows) throws Exception {
    Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      server.setHandler(new PlainHandler(file));
      server.start();
      post(((ServerConnector) server.getConnectors()[0]).getLocalPort(), rows);
    } finally {
      server.stop();
    }
  }

  private void millrace(int rows) throws Exception {
    HttpSource<String> source = HttpSource.json(ServerOptions.defaults().withPort(0));
    try (CountingRun run = CountingRun.start(source, next())) {
      post(port(source), rows);
      run.await(rows);
    }
  }

  /** Waits until it listens. */
  private static int port(HttpSource<?> source) {
    while (true) {
      try {
        return source.port();
      } catch (IllegalStateException e) {
        Thread.onSpinWait();
      }
    }
  }

  /** The least that a server does. */
  private static final class PlainHandler extends Handler.Abstract {
    private final JsonFactory json = new JsonFactory();
    private final FileChannel file;

    PlainHandler(FileChannel file) {
      this.file = file;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      ByteBuffer body = Content.Source.asByteBuffer(request);
      int rows = count(body);
      file.write(body);
      file.force(false);
      Content.Sink.write(response, true, "{\"accepted\":" + rows + "}", callback);
      return true;
    }

    private int count(ByteBuffer body) throws IOException {
      int rows = 0;
      byte[] bytes = new byte[body.remaining()];
      body.duplicate().get(bytes);
      try (JsonParser parser = json.createParser(bytes)) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          parser.skipChildren();
          rows++;
        }
      }
      return rows;
    }
  }
}
