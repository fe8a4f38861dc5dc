package dev.millrace.notebooks.churn;

import dev.millrace.ml.stream.Scored;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * What is known of a customer when the day's calls are chosen, and what came.
 *
 * @param calibrated probability of leaving
 * @param champion the same before it was calibrated
 * @param frozen what a model says that learned the first quarter only
 * @param left 1 if the customer did, 0 if not, NaN if that is not known
 */
record Prospect(
    int day,
    String customer,
    double monthlyCharges,
    double calibrated,
    double champion,
    double frozen,
    double left)
    implements Serializable {
  /** Twelve months' charges are lost with a customer; three calls of ten keep one who would go. */
  private static final double MONTHS_KEPT = 0.3 * 12;

  private static final double COST = 40;

  static Prospect of(Scored<Scored<Customer>> scored) {
    Customer customer = scored.row().row();
    return new Prospect(
        customer.day(),
        customer.customer(),
        customer.monthlyCharges(),
        scored.output(),
        scored.row().output(),
        scored.row().output("frozen"),
        scored.label());
  }

  Instant at() {
    return Instant.EPOCH.plus(Duration.ofDays(day));
  }

  /** Whether it is known if the customer left. */
  boolean known() {
    return !Double.isNaN(left);
  }

  /**
   * What a call is worth in dollars, on average, if the customer leaves with a probability: what it
   * saves less what it costs.
   */
  double callValue(double probability) {
    return probability * MONTHS_KEPT * monthlyCharges - COST;
  }
}
