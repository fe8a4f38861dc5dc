package dev.millrace.notebooks.weblog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.notebooks.Figures;
import dev.millrace.notebooks.ShippedData;
import dev.millrace.notebooks.Summary;
import dev.millrace.notebooks.TestRuns;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebLogPipelineTest {
  private static final int BATCH = 200;
  private static final Pattern LINE =
      Pattern.compile("\\[([^]]+)] \"[A-Z]+ ([^ ?\"]*)[^\"]*\" (\\d{3}) (\\d+|-)");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  @TempDir static Path directory;

  private static Path input;
  private static Summary summary;
  private static List<Seen> log;

  /** A line as the test reads it. */
  private record Seen(Instant time, String section, boolean failed, long bytes) {
    static Seen of(String line) {
      Matcher matcher = LINE.matcher(line);
      assertTrue(matcher.find(), line);
      String[] parts = matcher.group(2).split("/", -1);
      return new Seen(
          OffsetDateTime.parse(matcher.group(1), TIME).toInstant(),
          parts.length > 2 ? "/" + parts[1] : "/",
          matcher.group(3).charAt(0) >= '4',
          matcher.group(4).equals("-") ? 0 : Long.parseLong(matcher.group(4)));
    }
  }

  @BeforeAll
  static void run() throws Exception {
    input = ShippedData.file("access.log.gz");
    summary = TestRuns.run(WebLogPipeline::new, input, directory.resolve("output"), BATCH);
    log = lines().stream().map(Seen::of).toList();
  }

  @Test
  void shouldSumUpEveryHourThatIsOver() throws IOException {
    Instant last = log.stream().map(Seen::time).max(Instant::compareTo).orElseThrow();
    Map<String, long[]> expected = new TreeMap<>();
    for (Seen seen : log) {
      Instant hour = seen.time().truncatedTo(ChronoUnit.HOURS);
      if (!hour.plus(2, ChronoUnit.HOURS).isAfter(last)) {
        long[] sums = expected.computeIfAbsent(seen.section() + "," + hour, key -> new long[3]);
        sums[0]++;
        sums[1] += seen.failed() ? 1 : 0;
        sums[2] += seen.bytes();
      }
    }
    Map<String, String> actual = new TreeMap<>();
    for (String[] row : TestRuns.rows(directory.resolve("output/hours"))) {
      assertEquals("", row[5], "the log does not say how long answers took");
      actual.put(row[0] + "," + row[1], row[2] + " " + row[3] + " " + row[4]);
    }
    assertTrue(expected.size() > 200, "hours " + expected.size());
    assertEquals(
        expected.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    e -> e.getValue()[0] + " " + e.getValue()[1] + " " + e.getValue()[2],
                    (a, b) -> a,
                    TreeMap::new)),
        actual);
  }

  @Test
  void shouldReportTheFiguresOfItsPredictions() throws IOException {
    double[] came = log.stream().mapToDouble(seen -> seen.failed() ? 1 : 0).toArray();
    List<String[]> rows = TestRuns.rows(directory.resolve("output/predictions"));
    assertEquals(came.length, rows.size());
    // A path may hold commas, so columns are counted from the end.
    double[] said =
        rows.stream().mapToDouble(row -> Double.parseDouble(row[row.length - 2])).toArray();
    Map<String, Double> metrics = summary.learners().get(0).metrics();
    assertEquals(Figures.logLoss(said, came), metrics.get("logLoss"), 1e-9);
    assertEquals(Figures.rocAuc(said, came), metrics.get("rocAuc"), 5e-3);
    assertTrue(metrics.get("rocAuc") > 0.9, summary.toString());
    assertTrue(
        metrics.get("logLoss") < 0.6 * summary.learners().get(1).metrics().get("logLoss"),
        summary.toString());
  }

  @Test
  void shouldRaiseAnAlertInTheBatchInWhichMoreRequestsFailThanChanceExplains() throws Exception {
    List<String> lines = new ArrayList<>(lines());
    for (int i = 2010; i < 2050; i++) {
      lines.set(i, lines.get(i).replaceFirst("\" \\d{3} ", "\" 503 "));
    }
    Path broken = Files.write(directory.resolve("broken.log"), lines);
    Path output = directory.resolve("broken");
    TestRuns.run(WebLogPipeline::new, broken, output, BATCH);
    List<String> expected = alerts(lines.stream().map(Seen::of).toList());
    assertTrue(
        expected.contains(2010 / BATCH + " " + BATCH), "alerts in batches of size " + expected);
    assertEquals(expected, alerts(output));
    assertEquals(alerts(log), alerts(directory.resolve("output")));
    assertEquals(alerts(log).size(), summary.figures().get("alerts"));
  }

  private static List<String> alerts(Path output) throws IOException {
    return TestRuns.rows(output.resolve("alerts")).stream()
        .map(row -> row[0] + " " + row[1])
        .toList();
  }

  /** Batches, and how many requests they have, by a loop over the log. */
  private static List<String> alerts(List<Seen> seen) {
    List<String> alerts = new ArrayList<>();
    double rate = 0;
    for (int from = 0; from < seen.size(); from += BATCH) {
      List<Seen> batch = seen.subList(from, Math.min(seen.size(), from + BATCH));
      double errors = batch.stream().filter(Seen::failed).count();
      double normal = batch.size() * rate;
      if (from > 0 && errors > normal + 3 * Math.sqrt(normal * (1 - rate))) {
        alerts.add(from / BATCH + " " + batch.size());
      }
      double share = errors / batch.size();
      rate = from == 0 ? share : 0.9 * rate + 0.1 * share;
    }
    return alerts;
  }

  @Test
  void shouldTellOfPartsOfTheSiteThatFailAnHour() throws IOException {
    // Between two watermarks hours come part by part, so each part is looked at by itself.
    Map<String, List<String>> expected = new TreeMap<>();
    Map<String, Boolean> firing = new TreeMap<>();
    List<String[]> hours = new ArrayList<>(TestRuns.rows(directory.resolve("output/hours")));
    hours.sort(Comparator.comparing(row -> row[1]));
    // Whether the newest hour is complete is not known before a later one comes.
    String newest = hours.get(hours.size() - 1)[1];
    hours.removeIf(row -> row[1].equals(newest));
    for (String[] row : hours) {
      double requests = Double.parseDouble(row[2]);
      double share = Double.parseDouble(row[3]) / requests;
      boolean was = firing.getOrDefault(row[0], false);
      boolean is = requests < 20 ? was : was ? share >= 0.05 : share >= 0.08;
      if (is != was) {
        firing.put(row[0], is);
        expected
            .computeIfAbsent(row[0], part -> new ArrayList<>())
            .add((is ? "FIRING " : "RESOLVED ") + row[1]);
      }
    }
    Map<String, List<String>> told = new TreeMap<>();
    for (String[] row : TestRuns.rows(directory.resolve("output/incidents"))) {
      told.computeIfAbsent(row[4], part -> new ArrayList<>()).add(row[6] + " " + row[8]);
    }
    assertEquals(expected, told);
    assertTrue(told.containsKey("/"), told.toString());
  }

  @Test
  void shouldEndTheSameWhenItIsStoppedAndGoesOn() throws Exception {
    Path output = directory.resolve("pieces");
    Summary pieces =
        TestRuns.runInPieces(
            WebLogPipeline::new, input, output, directory.resolve("checkpoint"), BATCH, 8);
    assertEquals(summary.toString(), pieces.toString());
    assertEquals(TestRuns.contents(directory.resolve("output")), TestRuns.contents(output));
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(input)), StandardCharsets.UTF_8))) {
      return in.lines().toList();
    }
  }
}
