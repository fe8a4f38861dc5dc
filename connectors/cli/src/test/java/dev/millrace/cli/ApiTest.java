package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.alert.WebhookSink;
import dev.millrace.core.DStream;
import dev.millrace.file.FileSource;
import dev.millrace.http.PredictionServer;
import dev.millrace.micrometer.PipelineMetrics;
import dev.millrace.ml.Learner;
import dev.millrace.socket.SocketSource;
import dev.millrace.web.FeedSource;
import dev.millrace.yaml.PipelineFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing public is broken by accident: neither taken away or changed, nor does an interface that
 * others implement ask for more. What is new is printed. Of the connectors those are looked at that
 * the command line brings.
 */
class ApiTest {
  private static final String ACCEPT =
      "if this is meant, say so in CHANGELOG.md and run: mvn -pl connectors/cli -am test"
          + " -Dtest=ApiTest -Dapi=write -Dsurefire.failIfNoSpecifiedTests=false";

  static Stream<Arguments> artifacts() {
    return Stream.of(
        Arguments.of("core", DStream.class),
        Arguments.of("ml", Learner.class),
        Arguments.of("connectors/alert", WebhookSink.class),
        Arguments.of("connectors/file", FileSource.class),
        Arguments.of("connectors/http", PredictionServer.class),
        Arguments.of("connectors/micrometer", PipelineMetrics.class),
        Arguments.of("connectors/socket", SocketSource.class),
        Arguments.of("connectors/web", FeedSource.class),
        Arguments.of("connectors/yaml", PipelineFile.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("artifacts")
  void shouldBreakNothing(String artifact, Class<?> anchor) throws Exception {
    Path file = Page.ROOT.resolve(artifact).resolve("api.txt");
    SortedSet<String> now = ApiList.of(anchor);
    if ("write".equals(System.getProperty("api"))) {
      Files.write(file, now);
      return;
    }
    List<String> before = Files.readAllLines(file);
    Set<String> types = new HashSet<>();
    before.forEach(line -> types.add(type(line)));
    List<String> broken = new ArrayList<>();
    before.stream().filter(line -> !now.contains(line)).forEach(line -> broken.add("- " + line));
    Set<String> known = Set.copyOf(before);
    for (String line : now) {
      if (!known.contains(line)) {
        System.out.println("new in " + artifact + ": " + line);
        if (asksForMore(line, types, now)) {
          broken.add("+ " + line);
        }
      }
    }
    assertEquals("", String.join("\n", broken), ACCEPT);
  }

  private static String type(String line) {
    return line.substring(0, line.indexOf(": "));
  }

  /** Whether it is a method that others' implementations of a known type lack. */
  private static boolean asksForMore(String line, Set<String> types, Set<String> now) {
    String type = type(line);
    return line.contains(": abstract ")
        && types.contains(type)
        && now.stream()
            .noneMatch(each -> each.startsWith(type + ": ") && each.contains("sealed interface"));
  }
}
