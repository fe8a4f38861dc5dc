package dev.millrace.ml.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.ml.baseline.RunningMean;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.Schema;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SwitchableModelTest {
  private static final Schema SCHEMA = new Schema(List.of("x"), List.of(), false);

  private final Predictor<?> predictor = new Predictor<>("mean", version(9));
  private final SwitchableModel model =
      SwitchableModel.of(PredictorModel.of(predictor).withArchive(new Archive()));

  /** A version that always says its own number. */
  private static Predictor.Version<?> version(long number) {
    RunningMean learner = new RunningMean();
    learner.learn(new DenseBlock(1, 1, new double[] {0}, new double[] {number}, new double[] {1}));
    return new Predictor.Version<>(learner.model(), number, SCHEMA, 0.5);
  }

  /** Has versions 3 and 5. */
  private static final class Archive implements VersionArchive {
    @Override
    public List<Long> versions() {
      return List.of(3L, 5L);
    }

    @Override
    public Optional<Predictor.Version<?>> version(long version) {
      return versions().contains(version)
          ? Optional.of(SwitchableModelTest.version(version))
          : Optional.empty();
    }
  }

  private double answer() {
    ServedModel.Answers answers = model.predict(new double[] {1}, 1);
    assertEquals((double) answers.version(), answers.values()[0]);
    return answers.values()[0];
  }

  @Test
  void shouldAnswerWithTheHeldVersionUntilItIsReleased() {
    assertEquals(9, answer());
    model.hold(3);
    assertTrue(model.isHeld());
    assertEquals(3, answer());
    assertEquals(3, model.pinned().currentVersion());
    assertEquals(List.of(3L, 5L, 9L), model.versions());
    model.release();
    assertFalse(model.isHeld());
    assertEquals(9, answer());
  }

  @Test
  void shouldStayWhereItIsWhenAVersionIsNotThere() {
    model.hold(5);
    RequestException refused = assertThrows(RequestException.class, () -> model.hold(4));
    assertEquals("model 'mean' has no version 4; it has [3, 5, 9]", refused.getMessage());
    assertEquals(5, answer());
  }
}
