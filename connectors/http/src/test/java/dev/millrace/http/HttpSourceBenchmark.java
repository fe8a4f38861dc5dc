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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
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
 * many that starting a pipeline counts for less. Not among the tests that run by themselves: {@code
 * mvn -pl connectors/http test -Dtest=HttpSourceBenchmark}, and the figures are in {@code
 * target/surefire-reports}.
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

  private void plain(int rows) throws Exception {
    Path path = directory.resolve("plain-" + runs.incrementAndGet());
    Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      server.setHandler(new PlainHandler(file));
      server.start();
      post(((ServerConnector) server.getConnectors()[0]).getLocalPort(), rows);
    } finally {
      server.stop();
    }
  }

  private void millrace(int rows) throws Exception {
    HttpSource<String> source = HttpSource.json(ServerOptions.defaults().withPort(0));
    Path checkpoint = directory.resolve("run-" + runs.incrementAndGet());
    try (CountingRun run = CountingRun.start(source, checkpoint)) {
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
