package dev.millrace.notebooks.churn;

import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.notebooks.DriftLog;
import dev.millrace.notebooks.Summary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says how well who leaves was told, and what the calls came to. */
final class ChurnSummary {
  private ChurnSummary() {}

  static Summary of(
      PrequentialReport churn,
      PrequentialReport calibrated,
      Reliability reliability,
      CallDesk desk,
      DriftLog drift) {
    Map<String, Double> figures = new HashMap<>();
    figures.put("days", (double) desk.days());
    figures.put("calls", (double) desk.calls());
    figures.put("championCalibrationError", reliability.ofChampion());
    figures.put("calibratedCalibrationError", reliability.ofCalibrated());
    figures.put("driftAlarms", (double) drift.rows().size());
    figures.put("callValueHighestBills", desk.value(Policy.HIGHEST_BILLS));
    figures.put("callValueFirstCome", desk.value(Policy.FIRST_COME));
    List<Summary.Learner> learners = new ArrayList<>();
    calibrated.learners().forEach(l -> learners.add(Summary.Learner.of(l)));
    churn.learners().forEach(l -> learners.add(Summary.Learner.of(l)));
    learners.replaceAll(learner -> withCallValue(learner, desk));
    return new Summary(
        churn.rows(),
        figures,
        List.of("rocAuc", "logLoss", "brier", "callValue"),
        learners,
        List.of(
            String.format(
                Locale.ROOT,
                "%,d calls in %,d days, %d a day at most; worth $%,.0f, and $%,.0f had they gone to"
                    + " the highest bills, $%,.0f to the first customers of the day.",
                desk.calls(),
                desk.days(),
                Policy.CALLS_PER_DAY,
                desk.value(Policy.CALIBRATED),
                desk.value(Policy.HIGHEST_BILLS),
                desk.value(Policy.FIRST_COME)),
            String.format(
                Locale.ROOT,
                "Probabilities are off by %.3f, before calibration by %.3f.",
                reliability.ofCalibrated(),
                reliability.ofChampion()),
            drift.note(),
            "The customers are IBM's sample data, in no order of time. Days, and the price change of"
                + " day "
                + Customer.PRICE_CHANGE
                + " (row "
                + 25 * Customer.PRICE_CHANGE
                + "), are simulated; so is that three calls of ten keep a customer.",
            "Whether a customer left is taken to be known before the next one is scored."));
  }

  private static Summary.Learner withCallValue(Summary.Learner learner, CallDesk desk) {
    for (Policy policy : Policy.values()) {
      if (policy.key().equals(learner.name())) {
        return learner.with("callValue", desk.value(policy));
      }
    }
    return learner;
  }
}
