package dev.millrace.ml.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.linear.LogisticModel;
import dev.millrace.ml.linear.LogisticRegression;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrozenAfterTest {
  private static final int ROWS = 30;
  private static final int LEARNED = 10;

  private final double[] x = new Random(7).doubles(2 * ROWS, -1, 1).toArray();

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 30})
  void shouldLearnFromTheFirstRowsOnly(int blockRows) {
    double[] expected = new double[ROWS];
    LogisticRegression plain = plain();
    plain.testThenTrain(dense(0, LEARNED), expected);
    double[] rest = new double[ROWS - LEARNED];
    plain.model().predict(dense(LEARNED, ROWS), rest);
    System.arraycopy(rest, 0, expected, LEARNED, rest.length);

    FrozenAfter<LogisticModel> frozen = new FrozenAfter<>(plain(), LEARNED);
    double[] actual = new double[ROWS];
    for (int from = 0; from < ROWS; from += blockRows) {
      int to = Math.min(ROWS, from + blockRows);
      double[] out = new double[to - from];
      frozen.testThenTrain(dense(from, to), out);
      System.arraycopy(out, 0, actual, from, out.length);
    }
    assertArrayEquals(expected, actual);
    assertEquals(LEARNED, frozen.rowsLearned());
    assertArrayEquals(plain.model().weights(), frozen.model().weights());
  }

  @Test
  void shouldCutSparseBlocks() {
    FrozenAfter<LogisticModel> whole = new FrozenAfter<>(plain(), LEARNED);
    whole.learn(sparse(0, ROWS));
    LogisticRegression plain = plain();
    plain.learn(sparse(0, LEARNED));
    assertArrayEquals(plain.model().weights(), whole.model().weights());
    double[] expected = new double[ROWS];
    double[] actual = new double[ROWS];
    new FrozenAfter<>(plain(), ROWS).testThenTrain(sparse(0, ROWS), expected);
    FrozenAfter<LogisticModel> cut = new FrozenAfter<>(plain(), LEARNED);
    cut.testThenTrain(sparse(0, ROWS), actual);
    assertArrayEquals(Arrays.copyOf(expected, LEARNED), Arrays.copyOf(actual, LEARNED));
  }

  @Test
  void shouldStayFrozenAcrossACheckpoint() {
    FrozenAfter<LogisticModel> first = new FrozenAfter<>(plain(), LEARNED);
    first.learn(dense(0, 8));
    StateWriter state = new StateWriter();
    first.save(state);
    FrozenAfter<LogisticModel> second = first.fresh();
    second.restore(StateReader.of("frozen", state.toBytes()));
    first.learn(dense(8, ROWS));
    second.learn(dense(8, ROWS));
    assertArrayEquals(first.model().weights(), second.model().weights());
    assertEquals(LEARNED, second.rowsLearned());
  }

  @Test
  void shouldRefuseToLearnFromNothing() {
    assertThrows(ConfigurationException.class, () -> new FrozenAfter<>(plain(), 0));
  }

  private static LogisticRegression plain() {
    return new LogisticRegression(LogisticRegression.Options.defaults());
  }

  private double[] labels(int from, int to) {
    double[] labels = new double[to - from];
    for (int i = from; i < to; i++) {
      labels[i - from] = x[2 * i] > 0 ? 1 : 0;
    }
    return labels;
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private InstanceBlock dense(int from, int to) {
    double[] values = Arrays.copyOfRange(x, 2 * from, 2 * to);
    return new DenseBlock(to - from, 2, values, labels(from, to), ones(to - from));
  }

  private InstanceBlock sparse(int from, int to) {
    int rows = to - from;
    int[] starts = new int[rows + 1];
    int[] indices = new int[2 * rows];
    for (int i = 0; i < rows; i++) {
      starts[i + 1] = 2 * (i + 1);
      indices[2 * i + 1] = 1;
    }
    double[] values = Arrays.copyOfRange(x, 2 * from, 2 * to);
    return new SparseBlock(rows, 2, starts, indices, values, labels(from, to), ones(rows));
  }
}
