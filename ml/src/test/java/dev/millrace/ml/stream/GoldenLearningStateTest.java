package dev.millrace.ml.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Learner;
import dev.millrace.ml.LearnerBudget;
import dev.millrace.ml.baseline.LastClass;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Statistic;
import dev.millrace.ml.feature.TextOptions;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.internal.prequential.TrackOptions;
import dev.millrace.ml.linear.DecisionThreshold;
import dev.millrace.ml.linear.LogisticRegression;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * The state of a learning stream that an earlier build wrote is still read, and written as it was.
 * The file is of 60 rows in 6 batches; a change of layout gets a file of its own and goes on
 * reading this one.
 */
class GoldenLearningStateTest {
  record Order(String customer, String country, String text, double amount) {}

  static LearningProcessor<Order> processor() {
    FeatureExtractor<Order> features =
        Features.<Order>of()
            .numeric("amount", Order::amount)
            .oneHot("country", Order::country, 3)
            .hashedText("text", Order::text, TextOptions.slots(8))
            .lag("amount", Order::customer, Order::amount, 1)
            .rolling("amount", Order::customer, Order::amount, 4, Statistic.MEAN)
            .labelClass(order -> order.amount() > 5 ? "large" : "small", "small", "large")
            .build();
    Map<String, Learner<?>> learners = new LinkedHashMap<>();
    learners.put("logistic", new LogisticRegression(LogisticRegression.Options.defaults()));
    learners.put("last", new LastClass(2));
    TrackOptions options =
        new TrackOptions(
            true,
            OptionalInt.of(20),
            Optional.of(new DecisionThreshold.Options(3, 1, 1000)),
            LearnerBudget.unlimited(),
            false);
    LearningSettings<Order> settings =
        new LearningSettings<>("orders", features, learners, options);
    Committed<Order> committed = new Committed<>(features, learners, settings.freshTracks(false));
    return new LearningProcessor<>(
        new Trainer<>(settings, committed, false), new Wanted(false, false, false, 0));
  }

  static byte[] golden() throws IOException {
    try (InputStream in =
        GoldenLearningStateTest.class.getResourceAsStream("/golden/1/learning-stream")) {
      assertNotNull(in, "no golden state");
      return in.readAllBytes();
    }
  }

  @Test
  void shouldReadAndWriteWhatWasStored() throws IOException {
    byte[] stored = golden();
    LearningProcessor<Order> processor = processor();
    processor.restore(StateReader.of("orders", stored));
    StateWriter out = new StateWriter();
    processor.save(out);
    assertArrayEquals(stored, out.toBytes());
  }

  @Test
  void shouldRefuseStateThatWasCutOrChanged() throws IOException {
    byte[] stored = golden();
    for (int length = 0; length < stored.length; length += 97) {
      byte[] cut = Arrays.copyOf(stored, length);
      assertThrows(
          CheckpointException.class, () -> processor().restore(StateReader.of("orders", cut)));
    }
  }
}
