package dev.millrace.notebooks.churn;

import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.stream.Scored;

/** What is learned from a customer, and what from a first verdict. */
final class ChurnLearners {
  private static final double LEAST_PROBABILITY = 1e-6;

  private ChurnLearners() {}

  static FeatureExtractor<Customer> features() {
    return Features.<Customer>of()
        .numeric("tenure", Customer::tenure)
        .numeric("monthlyCharges", Customer::monthlyCharges)
        .numeric("seniorCitizen", Customer::seniorCitizen)
        .oneHot("partner", Customer::partner, "Yes", "No")
        .oneHot("dependents", Customer::dependents, "Yes", "No")
        .oneHot("internetService", Customer::internetService, "DSL", "Fiber optic", "No")
        .oneHot("onlineSecurity", Customer::onlineSecurity, "Yes", "No")
        .oneHot("techSupport", Customer::techSupport, "Yes", "No")
        .oneHot("contract", Customer::contract, "Month-to-month", "One year", "Two year")
        .oneHot("paperlessBilling", Customer::paperlessBilling, "Yes", "No")
        // Ways to pay come and go, so they are learned as they come.
        .oneHot("paymentMethod", Customer::paymentMethod, 10)
        .labelClass(Customer::outcome, "No", "Yes")
        .build();
  }

  /** At a constant rate, so that it goes on learning. */
  static LogisticRegression champion() {
    return new LogisticRegression(
        LogisticRegression.Options.defaults()
            .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.01))));
  }

  static FeatureExtractor<Scored<Customer>> verdict() {
    return Features.<Scored<Customer>>of()
        .numeric("logit", scored -> logit(scored.output()))
        .labelClass(scored -> scored.row().outcome(), "No", "Yes")
        .build();
  }

  /** A slope and an intercept for the logit. */
  static LogisticRegression calibration() {
    return new LogisticRegression(
        LogisticRegression.Options.defaults()
            .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.02)))
            .withInterceptLearningRate(0.02)
            .withPreprocessing(Preprocessing.none()));
  }

  private static double logit(double probability) {
    double p = Math.max(LEAST_PROBABILITY, Math.min(1 - LEAST_PROBABILITY, probability));
    return Math.log(p / (1 - p));
  }
}
