package dev.millrace.notebooks.fraud;

import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Statistic;
import dev.millrace.ml.feature.TimePart;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.stream.DelayedLabels;
import dev.millrace.ml.stream.LabelValue;
import dev.millrace.ml.stream.Unlabelled;
import java.time.ZoneOffset;

/** What learners are told of a payment, and how they learn. */
final class FraudLearners {
  private FraudLearners() {}

  /** The payment itself, the time of day, and what came before: it all is known at the till. */
  static FeatureExtractor<Payment> features() {
    return Features.<Payment>of()
        .vector("components", Payment.COMPONENTS, Payment::components)
        .numeric("logAmount", Payment::logAmount)
        .time("time", Payment::at, ZoneOffset.UTC, TimePart.TIME_OF_DAY)
        // How many of the last payments of this very amount there were: testers repeat themselves.
        .rolling("sameAmount", Payment::amountKey, p -> 1, 50, Statistic.COUNT)
        .rolling("sameCard", Payment::card, p -> 1, 5, Statistic.COUNT)
        .rolling("logAmount", p -> "all", Payment::logAmount, 100, Statistic.MEAN)
        .labelClass(Payment::fraud, "0", "1")
        .build();
  }

  /** Frauds are rare, so each counts for three. */
  static LogisticRegression champion() {
    return new LogisticRegression(
        LogisticRegression.Options.defaults()
            .withOptimizer(new Optimizer.AdaGrad(LearningRate.constant(0.3), 1e-8))
            .withInterceptLearningRate(0.3)
            .withClassWeights(1, 3));
  }

  /** Who does not charge a payment back within the horizon was honest. */
  static DelayedLabels<Payment, Chargeback> chargebacks() {
    return DelayedLabels.<Payment, Chargeback>of(
            payment -> Long.toString(payment.number()),
            Payment::at,
            chargeback -> Long.toString(chargeback.payment()),
            Chargeback::at,
            LabelValue.classOf(chargeback -> "1"))
        .withHorizon(Chargeback.HORIZON)
        .withUnlabelled(Unlabelled.NEGATIVE);
  }
}
