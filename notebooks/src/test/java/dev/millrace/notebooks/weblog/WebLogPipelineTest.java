package dev.millrace.notebooks.weblog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.ml.catalog.LearnerChanges;
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
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebLogPipelineTest {
  private static final int BATCH = 200;
  private static final Pattern LINE =
      Pattern.compile(
          "\\[([^]]+)] \"[A-Z]+ ([^ ?\"]*)[^\"]*\" (\\d{3}) (\\d+|-) .*?\"(?: ([\\d.]+))?$");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  @TempDir static Path directory;

  private static Path input;
  private static Summary summary;
  private static List<Seen> log;

  /** A line as the test reads it. */
  private record Seen(
      Instant time, String page, String section, boolean failed, long bytes, double seconds) {
    static Seen of(String line) {
      Matcher matcher = LINE.matcher(line);
      assertTrue(matcher.find(), line);
      String[] parts = matcher.group(2).split("/", -1);
      return new Seen(
          OffsetDateTime.parse(matcher.group(1), TIME).toInstant(),
          matcher.group(2),
          parts.length > 2 ? "/" + parts[1] : "/",
          matcher.group(3).charAt(0) >= '4',
          matcher.group(4).equals("-") ? 0 : Long.parseLong(matcher.group(4)),
          matcher.group(5) == null ? Double.NaN : Double.parseDouble(matcher.group(5)));
    }
  }

  @BeforeAll
  static void run() throws Exception {
    input = ShippedData.file("access-timed.log.gz");
    summary = TestRuns.run(WebLogPipeline::new, input, directory.resolve("output"), BATCH);
    log = lines(input).stream().map(Seen::of).toList();
  }

  @Test
  void shouldSumUpEveryMinuteThatIsOver() throws IOException {
    Path output = directory.resolve("output");
    assertLoads(log, Seen::page, ChronoUnit.MINUTES, output.resolve("paths"), 1000);
    assertLoads(log, Seen::section, ChronoUnit.MINUTES, output.resolve("sections"), 50);
  }

  @Test
  void shouldSayNothingOfLatencyThatIsNotLogged() throws Exception {
    Path untimed = ShippedData.file("access.log.gz");
    Path output = directory.resolve("untimed");
    Summary without =
        TestRuns.run(
            (context, in, out) ->
                new WebLogPipeline(context, in, out, Duration.ofHours(1), LearnerChanges.none()),
            untimed,
            output,
            BATCH);
    List<Seen> seen = lines(untimed).stream().map(Seen::of).toList();
    assertLoads(seen, Seen::section, ChronoUnit.HOURS, output.resolve("sections"), 200);
    assertEquals(Set.of("errorRate", "unusualBatches"), without.figures().keySet());
    assertEquals(1, without.notes().size(), without.toString());
  }

  @Test
  void shouldTellHowLongAnswersTook() {
    double[] took = log.stream().mapToDouble(Seen::seconds).sorted().toArray();
    double p95 = took[(int) Math.ceil(0.95 * took.length) - 1];
    assertEquals(p95, summary.figures().get("p95Seconds"), p95 / 64);
    double mean = Arrays.stream(took).average().orElseThrow();
    assertEquals(mean, summary.figures().get("meanSeconds"), 1e-6);
  }

  /** Compares with sums over the log; windows close a window after they end. */
  private static void assertLoads(
      List<Seen> seen, Function<Seen, String> part, ChronoUnit window, Path output, int least)
      throws IOException {
    Instant last = seen.stream().map(Seen::time).max(Instant::compareTo).orElseThrow();
    Map<String, List<Seen>> expected =
        seen.stream()
            .filter(one -> !one.time().truncatedTo(window).plus(2, window).isAfter(last))
            .collect(
                Collectors.groupingBy(
                    one -> part.apply(one) + "," + one.time().truncatedTo(window)));
    Map<String, String[]> loads = new TreeMap<>();
    for (String[] row : TestRuns.rows(output)) {
      // A path may hold commas, and stands in quotes then.
      String name = String.join(",", Arrays.copyOf(row, row.length - 6)).replace("\"", "");
      String[] rest = Arrays.copyOfRange(row, row.length - 6, row.length);
      assertNull(loads.put(name + "," + rest[0], rest), name);
    }
    assertTrue(expected.size() > least, "windows " + expected.size());
    assertEquals(new TreeSet<>(expected.keySet()), loads.keySet());
    expected.forEach((key, those) -> assertLoad(those, loads.get(key), key));
  }

  private static void assertLoad(List<Seen> seen, String[] load, String key) {
    long errors = seen.stream().filter(Seen::failed).count();
    long bytes = seen.stream().mapToLong(Seen::bytes).sum();
    assertEquals(
        List.of(seen.size() + "", errors + "", bytes + ""), List.of(load).subList(1, 4), key);
    if (Double.isNaN(seen.get(0).seconds())) {
      assertEquals(List.of("", ""), List.of(load).subList(4, 6), key);
    } else {
      double[] took = seen.stream().mapToDouble(Seen::seconds).sorted().toArray();
      assertEquals(Arrays.stream(took).average().orElseThrow(), Double.parseDouble(load[4]), 1e-6);
      double exact = took[(int) Math.ceil(0.95 * took.length) - 1];
      assertEquals(exact, Double.parseDouble(load[5]), exact / 64 + 1e-9, key);
    }
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
    assertTrue(metrics.get("rocAuc") > 0.85, summary.toString());
    assertTrue(
        metrics.get("logLoss") < 0.65 * summary.learners().get(1).metrics().get("logLoss"),
        summary.toString());
  }

  @Test
  void shouldRaiseAnAlertInTheBatchInWhichMoreRequestsFailThanChanceExplains() throws Exception {
    List<String> lines = new ArrayList<>(lines(input));
    for (int i = 2010; i < 2050; i++) {
      lines.set(i, lines.get(i).replaceFirst("\" \\d{3} ", "\" 503 "));
    }
    Path broken = Files.write(directory.resolve("broken.log"), lines);
    Path output = directory.resolve("broken");
    TestRuns.run(WebLogPipeline::new, broken, output, BATCH);
    List<Meter> expected = meters(lines.stream().map(Seen::of).toList());
    int sabotaged = 2010 / BATCH;
    assertTrue(alarms(expected).contains(sabotaged + " FIRING " + expected.get(sabotaged).time()));
    assertEquals(alarms(expected), alarms(output));
  }

  @Test
  void shouldCompareTheErrorsOfEachBatchWithWhatIsNormal() throws IOException {
    List<Meter> expected = meters(log);
    List<String[]> rows = TestRuns.rows(directory.resolve("output/errors"));
    assertEquals(expected.size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      String[] row = rows.get(i);
      Meter meter = expected.get(i);
      assertEquals(
          List.of(i + "", meter.time() + "", meter.requests() + "", meter.errors() + ""),
          List.of(row).subList(0, 4));
      if (i > 0) {
        assertEquals(meter.deviations(), number(row[5]), 1e-9);
      }
    }
    assertEquals(alarms(expected), alarms(directory.resolve("output")));
    assertEquals(
        (double) expected.stream().filter(meter -> meter.deviations() >= 3).count(),
        summary.figures().get("unusualBatches"));
  }

  /** In which batches the alarm begins and ends: alerts come in a file per batch. */
  private static List<String> alarms(Path output) throws IOException {
    List<String> alarms = new ArrayList<>();
    try (Stream<Path> files = Files.list(output.resolve("incidents"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
        String batch = file.getFileName().toString().replaceAll("\\D", "").replaceFirst("^0+", "");
        for (String line : Files.readAllLines(file)) {
          String[] row = line.split(",", -1);
          if (row[3].equals("too many errors")) {
            alarms.add(batch + " " + row[6] + " " + row[8]);
          }
        }
      }
    }
    return alarms;
  }

  private static List<String> alarms(List<Meter> meters) {
    List<String> alarms = new ArrayList<>();
    boolean fires = false;
    for (int i = 0; i < meters.size(); i++) {
      double deviations = meters.get(i).deviations();
      boolean was = fires;
      fires = was ? deviations >= 1 : deviations >= 3;
      if (fires != was) {
        alarms.add(i + (fires ? " FIRING " : " RESOLVED ") + meters.get(i).time());
      }
    }
    return alarms;
  }

  private record Meter(Instant time, long requests, long errors, double deviations) {}

  /** The batches, by a loop over the log. */
  private static List<Meter> meters(List<Seen> seen) {
    List<Meter> meters = new ArrayList<>();
    double rate = 0;
    Instant time = Instant.EPOCH;
    for (int from = 0; from < seen.size(); from += BATCH) {
      List<Seen> batch = seen.subList(from, Math.min(seen.size(), from + BATCH));
      long errors = batch.stream().filter(Seen::failed).count();
      Instant newest = batch.stream().map(Seen::time).max(Instant::compareTo).orElseThrow();
      time = newest.isAfter(time) ? newest : time.plusMillis(1);
      double normal = batch.size() * rate;
      double deviation = Math.sqrt(Math.max(1, normal * (1 - rate)));
      double deviations = from == 0 ? Double.NaN : (errors - normal) / deviation;
      meters.add(new Meter(time, batch.size(), errors, deviations));
      double share = (double) errors / batch.size();
      rate = from == 0 ? share : 0.9 * rate + 0.1 * share;
    }
    return meters;
  }

  @Test
  void shouldTellOfSectionsThatFailOrAreSlowForAMinute() throws IOException {
    Map<String, List<String>> told = new TreeMap<>();
    for (String[] row : TestRuns.rows(directory.resolve("output/incidents"))) {
      if (!row[4].isEmpty()) {
        told.computeIfAbsent(row[3] + " " + row[4], part -> new ArrayList<>())
            .add(row[6] + " " + row[8]);
      }
    }
    Map<String, List<String>> expected = new TreeMap<>();
    incidents("errors", 0.08, 0.05, row -> number(row[3]) / number(row[2]), expected);
    incidents("slow", 2, 1, row -> number(row[6]), expected);
    assertEquals(expected, told);
    assertTrue(told.keySet().containsAll(Set.of("slow /blog", "errors /blog")), told.toString());
    assertEquals(2, told.get("slow /presentations").size(), told.toString());
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  /** Between two watermarks windows come part by part, so each part is looked at by itself. */
  private static void incidents(
      String rule,
      double fire,
      double clear,
      ToDoubleFunction<String[]> level,
      Map<String, List<String>> told)
      throws IOException {
    Map<String, Boolean> firing = new TreeMap<>();
    List<String[]> windows = new ArrayList<>(TestRuns.rows(directory.resolve("output/sections")));
    windows.sort(Comparator.comparing(row -> row[1]));
    // Whether the newest window is complete is not known before a later one comes.
    String newest = windows.get(windows.size() - 1)[1];
    windows.removeIf(row -> row[1].equals(newest));
    for (String[] row : windows) {
      boolean was = firing.getOrDefault(row[0], false);
      double at = level.applyAsDouble(row);
      boolean is = number(row[2]) < 20 ? was : was ? at >= clear : at >= fire;
      if (is != was) {
        firing.put(row[0], is);
        told.computeIfAbsent(rule + " " + row[0], part -> new ArrayList<>())
            .add((is ? "FIRING " : "RESOLVED ") + row[1]);
      }
    }
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

  private static List<String> lines(Path log) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(log)), StandardCharsets.UTF_8))) {
      return in.lines().toList();
    }
  }
}
