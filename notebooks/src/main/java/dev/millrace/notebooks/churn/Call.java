package dev.millrace.notebooks.churn;

/**
 * A call to make.
 *
 * @param probability that the customer leaves
 * @param value what the call is expected to be worth, in dollars
 * @param left 1 if the customer would leave, 0 if not, NaN if that is not known
 */
record Call(int day, String customer, double probability, double value, double left) {
  static Call to(Prospect prospect) {
    return new Call(
        prospect.day(),
        prospect.customer(),
        prospect.calibrated(),
        prospect.callValue(prospect.calibrated()),
        prospect.left());
  }
}
