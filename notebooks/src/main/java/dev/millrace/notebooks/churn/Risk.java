package dev.millrace.notebooks.churn;

import dev.millrace.ml.stream.Scored;

/** What was said of a customer, and what came; empty if that is not known. */
record Risk(int day, String customer, double probability, double calibrated, String churn) {
  static Risk of(Scored<Scored<Customer>> scored) {
    Customer customer = scored.row().row();
    return new Risk(
        customer.day(),
        customer.customer(),
        scored.row().output(),
        scored.output(),
        scored.labelClass());
  }
}
