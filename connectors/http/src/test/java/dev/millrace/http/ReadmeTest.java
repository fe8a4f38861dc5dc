package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.http.dashboard.Dashboard;
import dev.millrace.http.dashboard.Mark;
import dev.millrace.ml.Model;
import dev.millrace.ml.baseline.RunningMean;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.stream.LearningStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Does what the README says, and compares the answers. */
class ReadmeTest {
  private static final String TOKEN = "t0ken-of-the-readme";
  private static final Pattern EXAMPLE =
      Pattern.compile("```bash\n(curl .*?)\n```\n```json\n(.*?)\n```", Pattern.DOTALL);
  private static final Pattern WORD =
      Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s\\\\]+)", Pattern.DOTALL);

  @TestFactory
  Stream<DynamicTest> shouldAnswerAsTheReadmeSays() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertEquals(count(readme, "curl "), EXAMPLE.matcher(readme).results().count());
    return EXAMPLE
        .matcher(readme)
        .results()
        .map(m -> DynamicTest.dynamicTest(m.group(1), () -> compare(m.group(1), m.group(2))));
  }

  private static long count(String text, String part) {
    return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }

  private static void compare(String command, String expected) {
    if (command.contains("/rows ")) {
      comparePosted(command, expected);
      return;
    }
    ServerOptions options = Fixture.options();
    boolean locked = command.contains("$MILLRACE_TOKEN");
    try (PredictionServer server =
        Fixture.start(locked ? options.withToken(BearerToken.of(TOKEN)) : options)) {
      HttpRequest.Builder request = request(words(command), server.uri());
      assertEquals(Client.json(expected), Client.json(Client.send(request).body()));
    }
  }

  private static void comparePosted(String command, String expected) {
    List<HttpSource<String>> sources = new ArrayList<>();
    MemorySink<String> sink = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(context -> takeRows(context, sources).to("out", sink))) {
      driver.runBatch();
      URI server = URI.create("http://127.0.0.1:" + sources.get(0).port());
      HttpRequest.Builder request = request(words(command), server);
      assertEquals(Client.json(expected), Client.json(Client.send(request).body()));
      driver.runAll();
    }
    assertEquals(2, sink.records().size());
  }

  private static DStream<String> takeRows(
      StreamingContext context, List<HttpSource<String>> sources) {
    int port = 0;
    HttpSource<String> source = HttpSource.json(ServerOptions.defaults().withPort(port));
    DStream<String> rows = context.source("rows", source);
    sources.add(source);
    return rows;
  }

  /** The words of a command, as a shell cuts them. */
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      String word = matcher.group().replaceAll("^['\"]|['\"]$", "");
      words.add(word.replace("$MILLRACE_TOKEN", TOKEN));
    }
    return words;
  }

  /** The request that curl would send. */
  private static HttpRequest.Builder request(List<String> words, URI server) {
    HttpRequest.Builder request = HttpRequest.newBuilder();
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-s" -> {}
        case "-H" -> {
          String[] header = words.get(++i).split(": ", 2);
          request.header(header[0], header[1]);
        }
        case "-d" -> request.POST(BodyPublishers.ofString(words.get(++i)));
        default -> {
          assertTrue(words.get(i).startsWith("http://localhost:8460/"), words.get(i));
          request.uri(URI.create(words.get(i).replace("http://localhost:8460", server.toString())));
        }
      }
    }
    return request;
  }

  @Test
  void shouldServeAsTheReadmeShows() {
    Model model = new LinearModel.Sum(2, 3);
    int port = 0;
    Schema schema = new Schema(List.of("size", "rooms"), List.of(), false);
    Predictor<Model> predictor = new Predictor<>("price", schema, model, 7);
    try (PredictionServer server =
        PredictionServer.start(
            ServerOptions.defaults().withPort(port), List.of(PredictorModel.of(predictor)))) {
      use(server.uri());
    }
  }

  private static void use(URI server) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/v2/models"));
    assertEquals("price", Client.ok(Client.send(request)).at("/models/0/name").asText());
  }

  @Test
  void shouldShowADashboardAsTheReadmeShows() throws InterruptedException {
    int port = 0;
    StreamingConfig config = StreamingConfig.named("points").withTrigger(Trigger.availableNow());
    try (StreamingContext context = StreamingContext.create(config)) {
      var learning =
          LearningStream.on(
                  context.source("numbers", GeneratorSource.bounded(10, i -> (double) i)),
                  Features.<Double>of().numeric("x", x -> x).label(x -> 2 * x).build())
              .learner("mean", new RunningMean())
              .evaluate(EvaluationMode.PER_BATCH, 10)
              .named("doubles");
      Dashboard dashboard = Dashboard.of(context, List.of(learning)); // before the start
      try (PredictionServer server = dashboard.serve(ServerOptions.defaults().withPort(port))) {
        System.err.println("dashboard at " + server.uri());
        context.start();
        dashboard.mark(new Mark(Instant.now(), Mark.Kind.EVENT, "prices raised"));
        context.awaitTermination();
      }
      assertEquals(10, learning.report().rows());
    }
  }

  /** Compiled only: which variables a machine has, no test should depend on. */
  static final Supplier<ServerOptions> LOCKED =
      () -> {
        ServerOptions options =
            ServerOptions.defaults()
                .withHost("0.0.0.0")
                .withToken(BearerToken.fromEnvironment("MILLRACE_TOKEN"));
        return options;
      };
}
