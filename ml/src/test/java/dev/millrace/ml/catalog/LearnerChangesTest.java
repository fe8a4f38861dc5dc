package dev.millrace.ml.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.Learner;
import dev.millrace.ml.baseline.FrozenAfter;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LearnerChangesTest {
  private static final LogisticRegression LEARNER =
      new LogisticRegression(LogisticRegression.Options.defaults().withClassWeights(1, 3));

  @Test
  void shouldChangeWhatIsNamedAndKeepTheRest() {
    LearnerChanges changes =
        LearnerChanges.parse(List.of("champion.learningRate=0.5", "fraud.other.l2=1"));
    assertEquals(Set.of("champion", "fraud.other"), changes.learners());
    LogisticRegression changed = (LogisticRegression) changes.apply("champion", LEARNER);
    assertEquals(
        LEARNER.options().withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.5))),
        changed.options());
    assertSame(LEARNER, changes.apply("third", LEARNER));
    assertSame(LEARNER, LearnerChanges.none().apply("champion", LEARNER));
  }

  @Test
  void shouldSayWhatIsWrong() {
    for (String text : List.of("", "a", "a=1", "a.=1", ".b=1", "=1", "a.b")) {
      assertThrows(ConfigurationException.class, () -> LearnerChanges.parse(List.of(text)), text);
    }
    assertThrows(
        ConfigurationException.class, () -> LearnerChanges.parse(List.of("a.b=1", "a.b=2")));
    assertTrue(failure("a.learningRat=1", LEARNER).contains("did you mean 'learningRate'"));
    assertTrue(failure("a.learningRate=-1", LEARNER).contains("got '-1'"));
    String wrapped = failure("a.learningRate=1", new FrozenAfter<>(LEARNER, 10));
    assertTrue(wrapped.contains("FrozenAfter around a logistic-regression"), wrapped);
  }

  private static String failure(String change, Learner<?> learner) {
    LearnerChanges changes = LearnerChanges.parse(List.of(change));
    return assertThrows(ConfigurationException.class, () -> changes.apply("a", learner))
        .getMessage();
  }
}
