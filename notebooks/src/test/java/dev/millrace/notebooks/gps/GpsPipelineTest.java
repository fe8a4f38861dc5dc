package dev.millrace.notebooks.gps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.notebooks.ShippedData;
import dev.millrace.notebooks.Summary;
import dev.millrace.notebooks.TestRuns;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpsPipelineTest {
  private static final int BATCH = 1000;
  private static final int SPOTS = 6;

  @TempDir static Path directory;

  private static Path input;
  private static Summary summary;
  private static Map<String, Map<String, Double>> metrics;
  private static List<double[]> trips;
  private static List<String[]> predictions;

  @BeforeAll
  static void run() throws Exception {
    input = ShippedData.file("taxi-trips.csv.gz");
    Path output = directory.resolve("output");
    summary = TestRuns.run(GpsPipeline::new, input, output, BATCH);
    metrics =
        summary.learners().stream()
            .collect(Collectors.toMap(Summary.Learner::name, Summary.Learner::metrics));
    predictions = TestRuns.rows(output.resolve("predictions"));
    trips = trips();
  }

  @Test
  void shouldTellDistancesAsTheLawOfCosinesDoes() {
    for (int i = 0; i < trips.size(); i++) {
      assertEquals(
          kilometres(trips.get(i), 0, 2),
          Double.parseDouble(predictions.get(i)[2]),
          1e-3,
          "trip " + i);
    }
  }

  @Test
  void shouldReportTheErrorsOfItsPredictions() {
    assertEquals(10_000, summary.rows());
    assertEquals(10_000, predictions.size());
    for (Map.Entry<String, Integer> learner :
        Map.of("least-squares", 3, "by-distance", 4).entrySet()) {
      double sum = 0;
      for (int i = 0; i < trips.size(); i++) {
        double took = Math.min(120, trips.get(i)[4] / 60);
        assertEquals(took, Double.parseDouble(predictions.get(i)[5]), 1e-12);
        sum += Math.abs(took - Double.parseDouble(predictions.get(i)[learner.getValue()]));
      }
      assertEquals(sum / 10_000, metrics.get(learner.getKey()).get("mae"), 1e-9);
    }
  }

  @Test
  void shouldFitTheLineOfLeastSquaresByDistance() {
    double n = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < trips.size(); i++) {
      double distance = Double.parseDouble(predictions.get(i)[2]);
      double took = Math.min(120, trips.get(i)[4] / 60);
      if (i >= 1000) {
        double slope = (n * xy - x * y) / (n * xx - x * x);
        double expected = (y - slope * x) / n + slope * distance;
        assertEquals(expected, Double.parseDouble(predictions.get(i)[4]), 0.1, "trip " + i);
      }
      n++;
      x += distance;
      y += took;
      xx += distance * distance;
      xy += distance * took;
    }
  }

  @Test
  void shouldBeatTheBaselines() {
    double mae = metrics.get("least-squares").get("mae");
    assertTrue(mae < 0.95 * metrics.get("by-distance").get("mae"), summary.toString());
    assertTrue(mae < 0.75 * metrics.get("running-mean").get("mae"), summary.toString());
    assertTrue(mae < 0.75 * metrics.get("last-value").get("mae"), summary.toString());
    assertTrue(metrics.get("least-squares").get("r2") > 0.57, summary.toString());
  }

  @Test
  void shouldTellWhoCrossesAFence() throws IOException {
    Map<String, double[]> fences =
        Map.of(
            "OHARE", new double[] {41.9791, -87.9030, 3},
            "MIDWAY", new double[] {41.7859, -87.7524, 2},
            "LOOP", new double[] {41.8820, -87.6278, 1});
    List<String> expected = new ArrayList<>();
    for (double[] trip : trips) {
      for (String fence : List.of("OHARE", "MIDWAY", "LOOP")) {
        double[] circle = fences.get(fence);
        boolean from =
            kilometres(new double[] {trip[0], trip[1], circle[0], circle[1]}, 0, 2) <= circle[2];
        boolean to =
            kilometres(new double[] {trip[2], trip[3], circle[0], circle[1]}, 0, 2) <= circle[2];
        if (from != to) {
          expected.add((long) trip[5] + " " + fence + " " + (from ? "OUT" : "IN"));
        }
      }
    }
    List<String[]> crossings = TestRuns.rows(directory.resolve("output/crossings"));
    assertEquals(
        expected,
        crossings.stream().map(c -> c[0] + " " + c[c.length - 2] + " " + c[c.length - 1]).toList());
    assertEquals(
        (double) expected.stream().filter(line -> line.endsWith("OHARE IN")).count(),
        summary.figures().get("ohareInto"));
  }

  /** What a loop sums up for a company. */
  private static final class Sums {
    private int trips;
    private double kilometres;
    private double minutes;
    private final int[] spots = new int[SPOTS];
  }

  @Test
  void shouldSumUpWhatEachCompanyHasDoneSoFar() throws IOException {
    List<String[]> spots = TestRuns.rows(directory.resolve("output/hot-spots"));
    Map<String, Sums> companies = new TreeMap<>();
    Map<String, List<String>> expected = new TreeMap<>();
    for (int i = 0; i < trips.size(); i++) {
      String[] row = predictions.get(i);
      String company = String.join(",", List.of(row).subList(1, row.length - 4)).replace("\"", "");
      if (!company.isEmpty()) {
        Sums sums = companies.computeIfAbsent(company, name -> new Sums());
        sums.trips++;
        sums.kilometres += Double.parseDouble(row[row.length - 4]);
        sums.minutes += Double.parseDouble(row[row.length - 1]);
        sums.spots[Integer.parseInt(spots.get(i)[3])]++;
        int usual = 0;
        for (int spot = 1; spot < SPOTS; spot++) {
          usual = sums.spots[spot] > sums.spots[usual] ? spot : usual;
        }
        expected
            .computeIfAbsent(company, name -> new ArrayList<>())
            .add(sums.trips + " " + sums.kilometres + " " + sums.minutes + " " + usual);
      }
    }
    Map<String, List<String>> actual = new TreeMap<>();
    for (String[] row : TestRuns.rows(directory.resolve("output/companies"))) {
      String company = String.join(",", List.of(row).subList(1, row.length - 4)).replace("\"", "");
      List<String> sums = List.of(row).subList(row.length - 4, row.length);
      actual
          .computeIfAbsent(company, name -> new ArrayList<>())
          .add(
              sums.get(0)
                  + " "
                  + Double.parseDouble(sums.get(1))
                  + " "
                  + Double.parseDouble(sums.get(2))
                  + " "
                  + sums.get(3));
    }
    assertEquals(expected, actual);
    assertEquals(expected.size(), summary.figures().get("companies"));
  }

  @Test
  void shouldFindSpotsNearlyAsGoodAsKMeansOverAllTripsDoes() throws IOException {
    List<double[]> pickups = trips.stream().map(GpsPipelineTest::plane).toList();
    List<String[]> rows = TestRuns.rows(directory.resolve("output/hot-spots"));
    assertEquals(10_000, rows.size());
    double trips = 0;
    for (int i = 0; i < SPOTS; i++) {
      trips += summary.figures().get("spot" + i + "Trips");
    }
    assertEquals(10_000, trips, 1e-6);
    // What the spots that trips were given to, in the second half, come to around their own means.
    double[][] sums = new double[SPOTS][3];
    for (int i = 5000; i < 10_000; i++) {
      int spot = Integer.parseInt(rows.get(i)[3]);
      sums[spot][0] += pickups.get(i)[0];
      sums[spot][1] += pickups.get(i)[1];
      sums[spot][2]++;
    }
    double online = 0;
    for (int i = 5000; i < 10_000; i++) {
      double[] sum = sums[Integer.parseInt(rows.get(i)[3])];
      online += square(pickups.get(i), new double[] {sum[0] / sum[2], sum[1] / sum[2]});
    }
    double one = lloyd(pickups.subList(5000, 10_000), 1);
    double batch = lloyd(pickups.subList(5000, 10_000), SPOTS);
    assertTrue(online < 0.25 * one && online < 2.5 * batch, online + " " + batch + " " + one);
  }

  @Test
  void shouldEndTheSameWhenItIsStoppedAndGoesOn() throws Exception {
    Path output = directory.resolve("pieces");
    Summary pieces =
        TestRuns.runInPieces(
            GpsPipeline::new, input, output, directory.resolve("checkpoint"), BATCH, 4);
    assertEquals(summary.toString(), pieces.toString());
    assertEquals(TestRuns.contents(directory.resolve("output")), TestRuns.contents(output));
  }

  /** Sum of squares of the best of five runs of Lloyd's algorithm. */
  private static double lloyd(List<double[]> points, int clusters) {
    SplittableRandom random = new SplittableRandom(5);
    double best = Double.POSITIVE_INFINITY;
    for (int run = 0; run < 5; run++) {
      double[][] centres = new double[clusters][];
      for (int k = 0; k < clusters; k++) {
        centres[k] = points.get(random.nextInt(points.size()));
      }
      double sum = 0;
      for (int round = 0; round < 30; round++) {
        double[][] next = new double[clusters][3];
        sum = 0;
        for (double[] point : points) {
          int nearest = 0;
          for (int k = 1; k < clusters; k++) {
            nearest = square(point, centres[k]) < square(point, centres[nearest]) ? k : nearest;
          }
          sum += square(point, centres[nearest]);
          next[nearest][0] += point[0];
          next[nearest][1] += point[1];
          next[nearest][2]++;
        }
        for (int k = 0; k < clusters; k++) {
          if (next[k][2] > 0) {
            centres[k] = new double[] {next[k][0] / next[k][2], next[k][1] / next[k][2]};
          }
        }
      }
      best = Math.min(best, sum);
    }
    return best;
  }

  private static double square(double[] a, double[] b) {
    return Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2);
  }

  /** The pick-up in km to the east and north. */
  private static double[] plane(double[] trip) {
    return new double[] {111.195 * Math.cos(Math.toRadians(41.882)) * trip[1], 111.195 * trip[0]};
  }

  /** By the spherical law of cosines, between the places that begin at two columns. */
  private static double kilometres(double[] trip, int from, int to) {
    double a = Math.toRadians(trip[from]);
    double b = Math.toRadians(trip[to]);
    double turn = Math.toRadians(trip[to + 1] - trip[from + 1]);
    double cosine = Math.sin(a) * Math.sin(b) + Math.cos(a) * Math.cos(b) * Math.cos(turn);
    return 6371.0088 * Math.acos(Math.min(1, cosine));
  }

  /** Positions, seconds and start, without the pipeline's help. */
  private static List<double[]> trips() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(input)), StandardCharsets.UTF_8))) {
      return in.lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .map(GpsPipelineTest::trip)
          .toList();
    }
  }

  private static double[] trip(String[] cells) {
    // A company's name may hold a comma, so the rest is counted from the end.
    int end = cells.length;
    double[] trip = new double[6];
    for (int i = 0; i < 5; i++) {
      trip[i] = Double.parseDouble(cells[end - 5 + i]);
    }
    trip[5] = Double.parseDouble(cells[0]);
    return trip;
  }
}
