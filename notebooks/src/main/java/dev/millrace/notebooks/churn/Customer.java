package dev.millrace.notebooks.churn;

import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * A customer of a telephone company on the day on which the contract is looked at.
 *
 * @param day from 0
 * @param tenure months so far
 * @param monthlyCharges in dollars
 * @param churn "Yes" for one who left, "No" for one who stayed; empty or null if that is not known
 */
record Customer(
    int day,
    String customer,
    int seniorCitizen,
    String partner,
    String dependents,
    int tenure,
    String internetService,
    String onlineSecurity,
    String techSupport,
    String contract,
    String paperlessBilling,
    String paymentMethod,
    double monthlyCharges,
    String churn)
    implements Serializable {
  static final int PRICE_CHANGE = 141;

  private static final int LOYAL = 36;
  private static final double RISE = 1.25;
  private static final double LEAVING = 0.6;

  /**
   * The customer under the prices of the day. This is simulated: from day {@value #PRICE_CHANGE} on
   * a discount for {@value #LOYAL} months of loyalty ends, so who had it pays a quarter more, and
   * three of five of those who would have stayed leave. Which ones depends on the customer's name
   * alone.
   */
  Customer atPricesOfTheDay() {
    if (day < PRICE_CHANGE || tenure < LOYAL) {
      return this;
    }
    boolean leaves = new SplittableRandom(customer.hashCode()).nextDouble() < LEAVING;
    return new Customer(
        day,
        customer,
        seniorCitizen,
        partner,
        dependents,
        tenure,
        internetService,
        onlineSecurity,
        techSupport,
        contract,
        paperlessBilling,
        paymentMethod,
        RISE * monthlyCharges,
        leaves && outcome() != null ? "Yes" : churn);
  }

  /** "Yes" or "No"; null if that is not known. */
  String outcome() {
    return churn == null || churn.isEmpty() ? null : churn;
  }
}
