package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.notebooks.ShippedData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The command line on Spark: what comes out does not depend on the engine that began or went on.
 */
class SparkDemoTest {
  private static final int BATCH = 500;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"fraud, card-transactions.csv.gz", "stocks, minute-bars.csv.gz"})
  void shouldGoOnUnderAnotherEngineToTheSameBytes(String demo, String data) throws IOException {
    List<String> lines = lines(data);
    List<List<String>> ways =
        List.of(List.of("local", "local"), List.of("spark", "local"), List.of("local", "spark"));
    JsonNode expected = null;
    Map<String, byte[]> files = Map.of();
    for (List<String> engines : ways) {
      String way = String.join("-", engines);
      Path input = Files.createDirectories(directory.resolve("in").resolve(way));
      write(input.resolve("1.csv"), lines, 1, 1 + 3 * BATCH);
      run(demo, engines.get(0), way, input);
      write(input.resolve("2.csv"), lines, 1 + 3 * BATCH, 1 + 6 * BATCH);
      JsonNode result = run(demo, engines.get(1), way, input);
      if (expected == null) {
        expected = result;
        files = contents(way);
      }
      assertEquals(expected, result, way);
      assertSameFiles(files, contents(way), way);
    }
  }

  @Test
  void shouldEvaluateAlike() throws IOException {
    String data = Path.of("../../ml/src/test/resources/data/trump_approval.csv.gz").toString();
    JsonNode local = evaluate("local", data);
    assertEquals(1001, local.get("rows").asInt());
    assertEquals(local.get("learners"), evaluate("spark", data).get("learners"));
  }

  private static JsonNode evaluate(String engine, String data) throws IOException {
    return run(
        engine,
        "evaluate",
        data,
        "--target=five_thirty_eight",
        "--learner=linear-regression",
        "--learner=mini-batch-linear-regression",
        "--batch-size=500",
        "--per=batch",
        "--json");
  }

  /** All that is said of the whole stream, not of the one run. */
  private JsonNode run(String demo, String engine, String way, Path input) throws IOException {
    ObjectNode result =
        run(
            engine,
            "demo",
            demo,
            "--once",
            "--json",
            "--batch-size=" + BATCH,
            "--input=" + input,
            "--output=" + directory.resolve("out").resolve(way),
            "--checkpoint=" + directory.resolve("state").resolve(way));
    return result.remove(
        List.of("seconds", "rowsPerSecond", "rejected", "rowsRead", "output", "checkpoint"));
  }

  private static ObjectNode run(String engine, String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--engine=" + engine);
    if (engine.equals("spark")) {
      all.add("--master=local[2]");
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console = new Console(new PrintWriter(out), new PrintWriter(err, true), false);
    assertEquals(0, Main.run(all.toArray(String[]::new), console), err.toString());
    return (ObjectNode) new ObjectMapper().readTree(out.toString());
  }

  private static List<String> lines(String data) throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(ShippedData.file(data)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static void write(Path file, List<String> lines, int from, int to) throws IOException {
    Files.writeString(
        file, lines.get(0) + "\n" + String.join("\n", lines.subList(from, to)) + "\n");
  }

  private Map<String, byte[]> contents(String way) throws IOException {
    Path root = directory.resolve("out").resolve(way);
    Map<String, byte[]> contents = new TreeMap<>();
    try (var paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return contents;
  }

  private static void assertSameFiles(
      Map<String, byte[]> expected, Map<String, byte[]> actual, String way) {
    assertEquals(expected.keySet(), actual.keySet(), way);
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), way + " " + name));
  }
}
