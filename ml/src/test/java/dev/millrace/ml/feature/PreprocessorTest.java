package dev.millrace.ml.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;

class PreprocessorTest {
  private static final int WIDTH = 6;

  private static double[][] rows(int count, double missing) {
    SplittableRandom random = new SplittableRandom(5);
    double[][] rows = new double[count][WIDTH];
    for (double[] row : rows) {
      for (int j = 0; j < WIDTH; j++) {
        double value = 1e5 * j + random.nextDouble() * Math.pow(10, j - 3);
        row[j] = random.nextDouble() < missing ? Double.NaN : value;
      }
    }
    return rows;
  }

  private static double[] column(double[][] rows, int j) {
    return Arrays.stream(rows).mapToDouble(row -> row[j]).filter(v -> !Double.isNaN(v)).toArray();
  }

  @Test
  void shouldScaleByPopulationMeanAndDeviation() {
    double[][] rows = rows(500, 0);
    StandardScaler scaler = new StandardScaler(WIDTH);
    Arrays.stream(rows).forEach(row -> scaler.learn(row, 0));
    double[] z = new double[WIDTH];
    scaler.transform(rows[7], 0, z);
    for (int j = 0; j < WIDTH; j++) {
      double[] column = column(rows, j);
      double mean = StatUtils.mean(column);
      double deviation = Math.sqrt(StatUtils.populationVariance(column));
      assertEquals((rows[7][j] - mean) / deviation, z[j], 1e-6);
    }
  }

  @Test
  void shouldGiveZeroForWhatHasNotVaried() {
    StandardScaler scaler = new StandardScaler(1);
    double[] z = new double[1];
    for (int i = 0; i < 9; i++) {
      scaler.learnAndTransform(new double[] {0.1}, 0, z);
      assertEquals(0, z[0]);
    }
    scaler.transform(new double[] {17}, 0, z);
    assertEquals(0, z[0]);
  }

  @Test
  void shouldMergeToWhatAllRowsGive() {
    double[][] rows = rows(300, 0.2);
    for (Preprocessing preprocessing :
        List.of(Preprocessing.standard().imputing(), Preprocessing.none().imputing())) {
      DensePreprocessor whole = preprocessing.dense(WIDTH);
      DensePreprocessor left = preprocessing.dense(WIDTH);
      DensePreprocessor right = left.empty();
      for (int i = 0; i < rows.length; i++) {
        whole.learn(rows[i], 0);
        (i < 100 ? left : right).learn(rows[i], 0);
      }
      left.merge(right);
      left.merge(left.empty());
      double[] expected = new double[WIDTH];
      double[] actual = new double[WIDTH];
      for (double[] row : rows) {
        whole.transform(row, 0, expected);
        left.transform(row, 0, actual);
        assertArrayEquals(expected, actual, 1e-6);
      }
    }
    StandardScaler whole = new StandardScaler(WIDTH);
    StandardScaler left = new StandardScaler(WIDTH);
    StandardScaler right = new StandardScaler(WIDTH);
    double[][] full = rows(300, 0);
    for (int i = 0; i < full.length; i++) {
      whole.learn(full[i], 0);
      (i < 120 ? left : right).learn(full[i], 0);
    }
    left.merge(right);
    for (int j = 0; j < WIDTH; j++) {
      assertEquals(whole.variances()[j], left.variances()[j], 1e-6 * whole.variances()[j]);
    }
  }

  @Test
  void shouldPutTheMeanOfWhatIsThereInPlaceOfWhatIsMissing() {
    double[][] rows = rows(200, 0.3);
    MeanImputer imputer = new MeanImputer(WIDTH);
    DensePreprocessor scaled = Preprocessing.standard().imputing().dense(WIDTH);
    double[] z = new double[WIDTH];
    imputer.transform(new double[] {Double.NaN, 1, 2, 3, 4, 5}, 0, z);
    assertEquals(0, z[0]);
    for (double[] row : rows) {
      imputer.learn(row, 0);
      scaled.learn(row, 0);
    }
    double[] missing = new double[WIDTH];
    Arrays.fill(missing, Double.NaN);
    imputer.transform(missing, 0, z);
    for (int j = 0; j < WIDTH; j++) {
      assertEquals(StatUtils.mean(column(rows, j)), z[j], 1e-6);
    }
    scaled.transform(missing, 0, z);
    assertArrayEquals(new double[WIDTH], z);
    scaled.transform(rows[3], 0, z);
    for (int j = 0; j < WIDTH; j++) {
      if (!Double.isNaN(rows[3][j])) {
        double[] column = column(rows, j);
        double deviation = Math.sqrt(StatUtils.populationVariance(column));
        assertEquals((rows[3][j] - StatUtils.mean(column)) / deviation, z[j], 1e-6);
      }
    }
  }

  @Test
  void shouldDivideSparseValuesByTheLargestMagnitude() {
    MaxAbsScaler scaler = new MaxAbsScaler(4);
    int[] indices = {1, 3, 0, 3};
    double[] values = {2, -8, 5, 4};
    scaler.learn(indices, values, 0, 2);
    scaler.learn(indices, values, 2, 2);
    double[] z = new double[2];
    scaler.transform(indices, values, 2, 2, z);
    assertArrayEquals(new double[] {1, 0.5}, z);
    scaler.transform(new int[] {1, 2}, new double[] {-1, 7}, 0, 2, z);
    assertArrayEquals(new double[] {-0.5, 0}, z);
  }

  @Test
  void shouldTakeMissingSparseValuesAsNotPresent() {
    for (Preprocessing preprocessing :
        List.of(Preprocessing.standard().imputing(), Preprocessing.none().imputing())) {
      SparsePreprocessor preprocessor = preprocessing.sparse(3);
      int[] indices = {0, 2};
      preprocessor.learn(indices, new double[] {1, 1}, 0, 2);
      preprocessor.learn(indices, new double[] {Double.NaN, 1}, 0, 2);
      double[] w = {10, 10, 10};
      assertEquals(10, preprocessor.dot(w, indices, new double[] {Double.NaN, 1}, 0, 2));
      assertEquals(10, preprocessor.dot(w, new double[] {Double.NaN, 0, 1}, 0));
    }
  }

  @Test
  void shouldMultiplyWeightsAsIfTransformedFirst() {
    double[][] rows = rows(50, 0);
    double[] w = {1, -2, 3, 0.5, 7, -1};
    for (Preprocessing preprocessing :
        List.of(
            Preprocessing.standard(),
            Preprocessing.none(),
            Preprocessing.none().imputing(),
            Preprocessing.standard().imputing())) {
      DensePreprocessor preprocessor = preprocessing.dense(WIDTH);
      double[] fused = new double[WIDTH];
      double[] apart = new double[WIDTH];
      for (double[] row : rows) {
        DensePreprocessor copy = preprocessor.copy();
        preprocessor.learnAndTransform(row, 0, fused);
        copy.learn(row, 0);
        copy.transform(row, 0, apart);
        assertArrayEquals(apart, fused);
        double dot = new DenseIdentity(WIDTH).dot(w, fused, 0);
        assertEquals(dot, preprocessor.dot(w, row, 0));
      }
    }
  }

  @Test
  void shouldGoOnAfterRestoring() {
    double[][] rows = rows(100, 0);
    for (Preprocessing preprocessing :
        List.of(Preprocessing.standard(), Preprocessing.standard().imputing())) {
      DensePreprocessor before = preprocessing.dense(WIDTH);
      Arrays.stream(rows).limit(60).forEach(row -> before.learn(row, 0));
      StateWriter out = new StateWriter();
      before.save(out);
      DensePreprocessor after = before.empty();
      after.restore(StateReader.of("scaler", out.toBytes()));
      double[] expected = new double[WIDTH];
      double[] actual = new double[WIDTH];
      for (int i = 60; i < 100; i++) {
        before.learnAndTransform(rows[i], 0, expected);
        after.learnAndTransform(rows[i], 0, actual);
        assertArrayEquals(expected, actual);
      }
    }
  }
}
