package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.notebooks.ShippedData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoTest {
  @TempDir Path directory;

  @Test
  void shouldSumUpForPeople() {
    Run run = run("stocks", "--once", "--batch-size=1000");
    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.out().startsWith("stocks: 3,392 rows scored in 4 batches, of 3,394 read, "), run.out());
    assertTrue(run.out().contains("linear-regression"), run.out());
    assertTrue(run.out().contains("direction"), run.out());
    assertTrue(run.out().contains("split"), run.out());
    assertEquals("", run.err());
  }

  @Test
  void shouldPrintOneObjectForPrograms() throws IOException {
    JsonNode result = json(run("fraud", "--once", "--json", "--batch-size=2000"));
    assertEquals("fraud", result.get("demo").asText());
    assertEquals(8653, result.get("rows").asInt());
    assertEquals(5, result.get("batches").asInt());
    assertEquals(0, result.get("rejected").asInt());
    assertEquals(492, result.at("/figures/frauds").asInt());
    JsonNode champion = result.at("/learners/0");
    assertEquals("champion", champion.get("name").asText());
    assertEquals(4, champion.get("modelVersion").asInt());
    assertTrue(champion.at("/metrics/rocAuc").asDouble() > 0.96, result.toString());
    assertTrue(champion.at("/metrics/prAuc").asDouble() > 0.9, result.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "churn, 7043, callValueHighestBills",
    "sentiment, 4500, driftAlarms",
    "gps, 10000, ohareInto",
    "weblog, 5000, p95Seconds"
  })
  void shouldRunEachUseCase(String demo, int rows, String figure) throws IOException {
    JsonNode result = json(run(demo, "--once", "--json", "--batch-size=1000", "--port=0"));
    assertEquals(demo, result.get("demo").asText());
    assertEquals(rows, result.get("rows").asInt());
    assertEquals(0, result.get("rejected").asInt());
    assertTrue(result.get("figures").has(figure), result.toString());
  }

  @Test
  void shouldSaySoWhenThereIsNothingLeftToDo() throws IOException {
    JsonNode first = json(run("stocks", "--once", "--json", "--batch-size=1000"));
    Run again = run("stocks", "--once", "--json", "--batch-size=1000");
    assertEquals(0, again.code());
    assertEquals(first.get("learners"), json(again).get("learners"));
    assertEquals(4, json(again).get("batches").asInt());
    assertTrue(again.err().contains("nothing left to do; to start anew remove"), again.err());
    assertEquals(1, again.err().lines().count(), again.err());
  }

  @Test
  void shouldServeWhatThereIsOnly() throws IOException {
    json(run("stocks", "--once", "--json", "--batch-size=1000"));
    String state = directory.resolve("state").toString();
    Run model = Run.of("serve", "--port=0", "--checkpoint", state, "--model=linear-regresion");
    assertEquals(2, model.code(), model.err());
    assertTrue(model.err().contains("did you mean 'linear-regression'? It has "), model.err());
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Run busy = Run.of("serve", "--port=" + taken.getLocalPort(), "--checkpoint", state);
      assertEquals(2, busy.code());
      assertTrue(
          busy.err().contains("; say --port 0 for a free port, or name another"), busy.err());
    }
    Run version = Run.of("serve", "--port=0", "--checkpoint", state, "--version=99");
    assertEquals(2, version.code(), version.err());
    assertTrue(version.err().contains("no version 99 in " + state + "; there are "), version.err());
    assertEquals(2, Run.of("checkpoint", "inspect", state, "--pin=99").code());
    Run inspected = Run.of("checkpoint", "inspect", state);
    assertTrue(inspected.out().contains("Pipeline stocks: 4 batches, "), inspected.out());
    assertEquals(inspected, Run.of("checkpoint", "inspect", Path.of(state).toUri().toString()));
    Run unknown = Run.of("checkpoint", "inspect", "nowhere://host/state");
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("add the connector for 'nowhere'"), unknown.err());
  }

  @Test
  void shouldRefuseAnOutputDirectoryOfAnotherRun() throws IOException {
    json(run("stocks", "--once", "--json", "--batch-size=1000"));
    Run other =
        Run.of(
            "demo",
            "stocks",
            "--once",
            "--output=" + directory.resolve("out"),
            "--checkpoint=" + directory.resolve("another"));
    assertEquals(1, other.code());
    assertEquals(1, other.err().lines().count(), other.err());
    assertTrue(other.err().contains("from an earlier run"), other.err());
  }

  @Test
  void shouldPutBadRowsAsideWithFileAndLine() throws IOException {
    List<String> lines = payments();
    lines.set(5, "1");
    lines.set(10, lines.get(10).replaceFirst("^[^,]*", "noon"));
    lines.set(15, lines.get(15).replaceFirst("^[^,]*", "NaN"));
    lines.set(20, lines.get(20) + "x".repeat(10_000_000));
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    int line25 = String.join("\n", lines.subList(0, 25)).length() + 1;
    bytes[line25] = (byte) 0xff;
    Path input = Files.write(directory.resolve("payments.csv"), bytes);

    Run run = run("fraud", "--once", "--batch-size=1000", "--input=" + input, "--json");
    JsonNode result = json(run);
    assertEquals(5, result.get("rejected").asInt(), result.toString());
    assertEquals(lines.size() - 1 - 5, result.get("rows").asInt(), result.toString());
    String letters = read(directory.resolve("out/dead-letters"));
    for (int line : new int[] {6, 11, 16, 21, 26}) {
      assertTrue(letters.contains("payments.csv line " + line + ","), letters);
    }
  }

  @Test
  void shouldKeepWhatComesBeforeTheCutOfATruncatedFile() throws IOException {
    List<String> lines = payments();
    Path input = directory.resolve("payments.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(input))) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    byte[] whole = Files.readAllBytes(input);
    Files.write(input, Arrays.copyOf(whole, whole.length / 2));
    JsonNode result =
        json(run("fraud", "--once", "--batch-size=1000", "--input=" + input, "--json"));
    assertTrue(result.get("rows").asInt() > 500, result.toString());
    assertEquals(1, result.get("rejected").asInt(), result.toString());
    String letters = read(directory.resolve("out/dead-letters"));
    assertTrue(letters.contains("damaged or cut off"), letters);
  }

  @Test
  void shouldNameAColumnThatIsMissing() throws IOException {
    List<String> lines = payments().stream().map(l -> l.replaceFirst(",[^,]*$", "")).toList();
    Path input = Files.write(directory.resolve("payments.csv"), lines);
    Run run = run("fraud", "--once", "--input=" + input);
    assertFalse(run.code() == 0, run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("payments.csv: no column 'Class' in the header"), run.err());
    assertFalse(run.err().contains("Exception"), run.err());
  }

  private Run run(String... args) {
    List<String> all = new ArrayList<>(List.of("demo"));
    all.addAll(List.of(args));
    all.add("--output=" + directory.resolve("out"));
    all.add("--checkpoint=" + directory.resolve("state"));
    return Run.of(all.toArray(String[]::new));
  }

  private static JsonNode json(Run run) throws IOException {
    assertEquals(0, run.code(), run.err());
    assertEquals(1, run.out().lines().count(), run.out());
    return new ObjectMapper().readTree(run.out());
  }

  /** The header and the first 2,000 payments. */
  private static List<String> payments() throws IOException {
    Path shipped = ShippedData.file("card-transactions.csv.gz");
    try (var in = new GZIPInputStream(Files.newInputStream(shipped))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new ArrayList<>(text.lines().limit(2001).toList());
    }
  }

  private static String read(Path output) throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(output)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
