package dev.millrace.ml.linear;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.TestData;
import dev.millrace.ml.cluster.KMeansOptions;
import dev.millrace.ml.cluster.OnlineKMeans;
import dev.millrace.ml.instance.DenseBlock;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rows cost no memory: what a block of 1,000 costs does not grow with its rows. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static DenseBlock block() {
    SplittableRandom random = new SplittableRandom(1);
    double[] values = new double[30 * 1000];
    double[] labels = new double[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble();
      labels[i / 30] = values[i] > 0.5 ? 1 : 0;
    }
    return new DenseBlock(1000, 30, values, labels, TestData.ones(1000));
  }

  private static long bytes(Runnable work) {
    work.run();
    work.run();
    // The least of several: the compiler's and the coverage agent's work may fall into some.
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      work.run();
      least =
          Math.min(least, THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
    }
    return least;
  }

  @Test
  void shouldLearnWithoutAllocatingPerRow() {
    DenseBlock block = block();
    double[] out = new double[2000];
    for (SequentialLearner<?> learner :
        List.of(
            new LinearRegression(LinearRegression.Options.defaults()),
            new LogisticRegression(LogisticRegression.Options.defaults()),
            new SoftmaxRegression(SoftmaxRegression.Options.of(2)),
            new RecursiveLeastSquares(RecursiveLeastSquares.Options.defaults()),
            new OnlineKMeans(KMeansOptions.of(5)))) {
      long used = bytes(() -> learner.testThenTrain(block, out));
      assertTrue(used < 1000, learner.kind() + " allocated " + used + " bytes for 1,000 rows");
    }
  }

  @Test
  void shouldPredictWithoutAllocating() {
    DenseBlock block = block();
    LogisticRegression learner = new LogisticRegression(LogisticRegression.Options.defaults());
    learner.learn(block);
    LogisticModel model = learner.model();
    double[] out = new double[1];
    long used =
        bytes(
            () -> {
              for (int row = 0; row < 1000; row++) {
                model.predict(block.values(), row * 30, out);
              }
            });
    assertTrue(used < 1000, "allocated " + used + " bytes for 1,000 predictions");
  }
}
