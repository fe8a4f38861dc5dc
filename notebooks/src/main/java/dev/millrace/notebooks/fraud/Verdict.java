package dev.millrace.notebooks.fraud;

import dev.millrace.ml.stream.Scored;

/**
 * What was said of a payment before it was known what it was.
 *
 * @param probability that it is a fraud
 * @param verdict "1" if it is worth an alert
 * @param truth what it was; empty if that is not known
 * @param model the version that spoke
 */
record Verdict(
    double seconds, double amount, double probability, String verdict, String truth, long model) {
  static Verdict of(Scored<Payment> scored) {
    Payment payment = scored.row();
    return new Verdict(
        payment.seconds(),
        payment.amount(),
        scored.output(),
        scored.decidedClass(),
        scored.labelClass(),
        scored.modelVersion());
  }
}
