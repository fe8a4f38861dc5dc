package dev.millrace.ml.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.TestData;
import dev.millrace.ml.feature.Missing;
import dev.millrace.ml.feature.Scaling;
import dev.millrace.ml.instance.DenseBlock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KMeansTest {
  private static final int WIDTH = 2;

  /** Rows around (0, 0), (10, 0) and (0, 10), in turns. */
  private static DenseBlock rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[count * WIDTH];
    for (int row = 0; row < count; row++) {
      values[row * WIDTH] = random.nextDouble() * 2 - 1 + (row % 3 == 1 ? 10 : 0);
      values[row * WIDTH + 1] = random.nextDouble() * 2 - 1 + (row % 3 == 2 ? 10 : 0);
    }
    return new DenseBlock(count, WIDTH, values, new double[count], TestData.ones(count));
  }

  private static KMeansOptions given(double weight, double... centres) {
    return KMeansOptions.of(centres.length / WIDTH)
        .withScaling(Scaling.NONE)
        .withInitial(
            new InitialCentres.Given(
                IntStream.range(0, centres.length / WIDTH)
                    .mapToObj(c -> List.of(centres[c * WIDTH], centres[c * WIDTH + 1]))
                    .toList(),
                weight));
  }

  private static void assertCentre(double x, double y, double[] centre, double tolerance) {
    assertArrayEquals(new double[] {x, y}, centre, tolerance);
  }

  /** The rule of MLlib's streaming k-means, written down once more. */
  private static void mllib(
      double[][] centres, double[] weights, DenseBlock block, double decay, DecayUnit unit) {
    int k = centres.length;
    double[][] sums = new double[k][WIDTH];
    long[] counts = new long[k];
    for (int row = 0; row < block.rows(); row++) {
      int best = 0;
      double least = Double.MAX_VALUE;
      for (int c = 0; c < k; c++) {
        double distance =
            Math.pow(block.values()[row * WIDTH] - centres[c][0], 2)
                + Math.pow(block.values()[row * WIDTH + 1] - centres[c][1], 2);
        if (distance < least) {
          least = distance;
          best = c;
        }
      }
      counts[best]++;
      sums[best][0] += block.values()[row * WIDTH];
      sums[best][1] += block.values()[row * WIDTH + 1];
    }
    double discount = unit == DecayUnit.BATCHES ? decay : Math.pow(decay, block.rows());
    int largest = 0;
    int smallest = 0;
    for (int c = 0; c < k; c++) {
      weights[c] *= discount;
      if (counts[c] > 0) {
        double updated = weights[c] + counts[c];
        double lambda = counts[c] / Math.max(updated, 1e-16);
        weights[c] = updated;
        for (int j = 0; j < WIDTH; j++) {
          centres[c][j] = centres[c][j] * (1 - lambda) + sums[c][j] * lambda / counts[c];
        }
      }
    }
    for (int c = 1; c < k; c++) {
      largest = weights[c] > weights[largest] ? c : largest;
      smallest = weights[c] < weights[smallest] ? c : smallest;
    }
    if (weights[smallest] < 1e-8 * weights[largest]) {
      double half = (weights[largest] + weights[smallest]) / 2;
      weights[largest] = half;
      weights[smallest] = half;
      for (int j = 0; j < WIDTH; j++) {
        double x = centres[largest][j];
        double p = 1e-14 * Math.max(Math.abs(x), 1);
        centres[largest][j] = x + p;
        centres[smallest][j] = x - p;
      }
    }
  }

  @Test
  void shouldFollowTheRuleOfMllib() {
    for (DecayUnit unit : DecayUnit.values()) {
      double decay = unit == DecayUnit.BATCHES ? 0.7 : 0.99;
      KMeansOptions options = given(0.5, 1, 1, 5, 2, 2, 6, 500, 500).withDecay(decay, unit);
      MiniBatchKMeans learner = new MiniBatchKMeans(options);
      double[][] centres = {{1, 1}, {5, 2}, {2, 6}, {500, 500}};
      double[] weights = {0.5, 0.5, 0.5, 0.5};
      for (int batch = 0; batch < 80; batch++) {
        DenseBlock block = rows(31 + batch % 9, batch);
        mllib(centres, weights, block, decay, unit);
        ClusterSums sums = learner.accumulator(WIDTH);
        learner.accumulate(sums, TestData.slice(block, 0, 20));
        ClusterSums rest = learner.accumulator(WIDTH);
        learner.accumulate(rest, TestData.slice(block, 20, block.rows()));
        learner.apply(learner.merge(sums, rest));
        for (int c = 0; c < 4; c++) {
          assertArrayEquals(centres[c], learner.model().centre(c), 1e-9);
          assertEquals(weights[c], learner.model().weight(c), 1e-9 * weights[c]);
        }
      }
      assertTrue(centres[3][0] < 20, "the far centre was not rescued");
    }
  }

  @Test
  void shouldGiveTheGrandMeanOfOneClusterThatForgetsNothing() {
    DenseBlock block = rows(500, 1);
    MiniBatchKMeans batches = new MiniBatchKMeans(given(0, 77, -5));
    OnlineKMeans single = new OnlineKMeans(given(0, 77, -5));
    for (int from = 0; from < 500; from += 50) {
      batches.learn(TestData.slice(block, from, from + 50));
      single.learn(TestData.slice(block, from, from + 50));
    }
    double x = 0;
    double y = 0;
    for (int row = 0; row < 500; row++) {
      x += block.values()[2 * row] / 500;
      y += block.values()[2 * row + 1] / 500;
    }
    assertCentre(x, y, batches.model().centre(0), 1e-9);
    assertCentre(x, y, single.model().centre(0), 1e-9);
  }

  /** MacQueen's rule: a centre is the mean of its rows, each discounted by what came after it. */
  @Test
  void shouldDrawTheNearestCentreRowByRow() {
    DenseBlock block = rows(300, 2);
    double decay = 0.98;
    OnlineKMeans learner =
        new OnlineKMeans(given(1, 1, 1, 9, 1, 1, 9).withDecay(decay, DecayUnit.POINTS));
    learner.learn(block);
    for (int c = 0; c < 3; c++) {
      double weight = Math.pow(decay, 300);
      double x = weight * (c == 1 ? 9 : 1);
      double y = weight * (c == 2 ? 9 : 1);
      for (int row = c; row < 300; row += 3) {
        double share = Math.pow(decay, 299 - row);
        x += share * block.values()[2 * row];
        y += share * block.values()[2 * row + 1];
        weight += share;
      }
      assertCentre(x / weight, y / weight, learner.model().centre(c), 1e-9);
      assertEquals(weight, learner.model().weight(c), 1e-9);
    }
  }

  @Test
  void shouldPutTheMeanSoFarInThePlaceOfWhatIsMissing() {
    KMeansOptions options = KMeansOptions.of(3).withSeed(4);
    OnlineKMeans single = new OnlineKMeans(options.withMissing(Missing.MEAN));
    MiniBatchKMeans batches = new MiniBatchKMeans(options.withMissing(Missing.MEAN));
    OnlineKMeans expected = new OnlineKMeans(options);
    MiniBatchKMeans expectedBatches = new MiniBatchKMeans(options);
    DenseBlock holes = rows(600, 12);
    DenseBlock filled = rows(600, 12);
    TestData.makeHoles(holes, filled);
    for (int from = 0; from < 600; from += 100) {
      DenseBlock block = TestData.slice(holes, from, from + 100);
      DenseBlock same = TestData.slice(filled, from, from + 100);
      single.learn(block);
      expected.learn(same);
      batches.learn(block);
      expectedBatches.learn(same);
    }
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(expected.model().centre(c), single.model().centre(c), 1e-9);
      assertArrayEquals(expectedBatches.model().centre(c), batches.model().centre(c), 1e-9);
    }
    double[] out = new double[2];
    single.model().predict(new double[] {Double.NaN, Double.NaN}, 0, out);
    assertTrue(Double.isFinite(out[1]), "distance " + out[1]);
  }

  @Test
  void shouldHalveWeightsInTheHalfLife() {
    MiniBatchKMeans learner =
        new MiniBatchKMeans(given(8, 0, 0, 100, 0).withHalfLife(3, DecayUnit.BATCHES));
    for (int batch = 0; batch < 3; batch++) {
      learner.learn(new DenseBlock(1, 2, new double[2], new double[1], TestData.ones(1)));
    }
    assertEquals(4, learner.model().weight(1), 1e-12);
    assertEquals(Math.pow(0.5, 1 / 3.0), learner.options().decay(), 1e-15);
  }

  @Test
  void shouldRescueADyingClusterRowByRow() {
    OnlineKMeans learner =
        new OnlineKMeans(given(1, 0, 0, 1000, 1000).withDecay(0.9, DecayUnit.POINTS));
    DenseBlock block = rows(600, 3);
    learner.learn(block);
    for (int c = 0; c < 2; c++) {
      assertTrue(learner.model().centre(c)[0] < 15, "cluster " + c + " is dead");
    }
  }

  @Test
  void shouldFindClustersFromRandomRows() {
    for (long seed = 0; seed < 10; seed++) {
      KMeansOptions options = KMeansOptions.of(3).withSeed(seed);
      OnlineKMeans single = new OnlineKMeans(options);
      MiniBatchKMeans batches = new MiniBatchKMeans(options);
      for (int batch = 0; batch < 10; batch++) {
        single.learn(rows(60, batch));
        batches.learn(rows(60, batch));
      }
      for (KMeansModel model : List.of(single.model(), batches.model())) {
        double[] out = new double[2];
        for (double[] centre : new double[][] {{0, 0}, {10, 0}, {0, 10}}) {
          model.predict(centre, 0, out);
          assertCentre(centre[0], centre[1], model.centre((int) out[0]), 0.3);
        }
      }
    }
  }

  @Test
  void shouldBeatRandomRowsByKMeansPlusPlus() {
    double plusPlus = 0;
    double random = 0;
    for (long seed = 0; seed < 10; seed++) {
      KMeansOptions options = KMeansOptions.of(7).withSeed(seed);
      plusPlus += squares(options);
      random += squares(options.withInitial(new InitialCentres.RandomRows(70)));
    }
    assertTrue(plusPlus < random, plusPlus + " and " + random);
  }

  private static double squares(KMeansOptions options) {
    DenseBlock block = TestData.imageSegment();
    OnlineKMeans learner = new OnlineKMeans(options);
    learner.learn(block);
    double[] out = new double[2 * block.rows()];
    learner.model().predict(block, out);
    double sum = 0;
    for (int row = 0; row < block.rows(); row++) {
      sum += out[2 * row + 1];
    }
    return sum;
  }

  @Test
  void shouldTakeDistancesInDeviations() {
    DenseBlock block = rows(200, 4);
    double[] stretched = block.values().clone();
    for (int row = 0; row < 200; row++) {
      stretched[2 * row] *= 1000;
    }
    OnlineKMeans learner = new OnlineKMeans(KMeansOptions.of(3).withSeed(1));
    OnlineKMeans other = new OnlineKMeans(KMeansOptions.of(3).withSeed(1));
    double[] expected = new double[400];
    double[] actual = new double[400];
    learner.testThenTrain(block, expected);
    other.testThenTrain(new DenseBlock(200, 2, stretched, block.labels(), block.weights()), actual);
    assertArrayEquals(expected, actual, 1e-6);
  }

  @Test
  void shouldRefuseRowsWithoutADistance() {
    OnlineKMeans learner = new OnlineKMeans(given(1, 0, 0));
    DenseBlock bad =
        new DenseBlock(1, 2, new double[] {1, Double.NaN}, new double[1], TestData.ones(1));
    String message = assertThrows(LearnerException.class, () -> learner.learn(bad)).getMessage();
    assertTrue(message.contains("row 0") && message.contains("feature 1"), message);
    OnlineKMeans waiting = new OnlineKMeans(KMeansOptions.of(3));
    assertThrows(LearnerException.class, () -> waiting.learn(bad));
  }

  @Test
  void shouldRefuseOptionsThatMakeNoSense() {
    KMeansOptions options = KMeansOptions.of(3);
    assertThrows(ConfigurationException.class, () -> KMeansOptions.of(0));
    assertThrows(ConfigurationException.class, () -> options.withDecay(1.1, DecayUnit.POINTS));
    assertThrows(ConfigurationException.class, () -> options.withHalfLife(0, DecayUnit.POINTS));
    assertThrows(
        ConfigurationException.class,
        () -> new OnlineKMeans(options.withHalfLife(3, DecayUnit.BATCHES)));
    assertThrows(
        ConfigurationException.class,
        () -> options.withInitial(new InitialCentres.Given(List.of(List.of(1.0)))));
  }
}
