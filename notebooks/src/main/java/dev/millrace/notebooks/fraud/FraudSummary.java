package dev.millrace.notebooks.fraud;

import dev.millrace.ml.evaluate.LabelReport;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.metric.ConfusionMatrix;
import dev.millrace.notebooks.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says how well frauds were told, what that saved, and what waiting for the truth costs. */
final class FraudSummary {
  private FraudSummary() {}

  static Summary of(PrequentialReport atOnce, PrequentialReport late, Rings rings) {
    ConfusionMatrix champion = atOnce.learner("champion").confusion().orElseThrow();
    double frauds = champion.count(1, 0) + champion.count(1, 1);
    double threshold = atOnce.learner("champion").threshold();
    LabelReport labels = late.labels();
    List<Summary.Learner> learners = new ArrayList<>();
    atOnce.learners().forEach(learner -> learners.add(withCost(learner)));
    late.learners().forEach(learner -> learners.add(withCost(learner)));
    return new Summary(
        atOnce.rows(),
        Map.of(
            "frauds", frauds,
            "threshold", threshold,
            "chargebacks", (double) labels.labelled(),
            "waiting", (double) labels.pending(),
            "rings", (double) rings.formed()),
        List.of("rocAuc", "prAuc", "recall", "precision", "cost"),
        learners,
        List.of(
            String.format(
                Locale.ROOT,
                "A missed fraud costs %.0f, a false alarm %.0f: alerts are raised above a"
                    + " probability of %.3f.",
                FraudPipeline.COST_OF_MISS,
                FraudPipeline.COST_OF_FALSE_ALARM,
                threshold),
            String.format(
                Locale.ROOT,
                "%.2f %% of these rows are frauds, 0.17 %% of the full data: precision and PR AUC"
                    + " are lower there.",
                100 * frauds / atOnce.rows()),
            String.format(
                Locale.ROOT,
                "The others are told at once what a payment was; 'delayed' learns of a fraud when"
                    + " it is charged back, and of all else after %d hours, so at first of frauds"
                    + " only. %,d payments are not scored yet.",
                Chargeback.HORIZON.toHours(),
                labels.pending()),
            String.format(
                Locale.ROOT,
                "%,d rings of %d accounts or more. Chargebacks, cards, accounts and phones are"
                    + " simulated; all else is real.",
                rings.formed(),
                Ring.LEAST)));
  }

  private static Summary.Learner withCost(LearnerReport report) {
    ConfusionMatrix counts = report.confusion().orElseThrow();
    double cost =
        counts.count(1, 0) * FraudPipeline.COST_OF_MISS
            + counts.count(0, 1) * FraudPipeline.COST_OF_FALSE_ALARM;
    return Summary.Learner.of(report).with("cost", cost);
  }
}
