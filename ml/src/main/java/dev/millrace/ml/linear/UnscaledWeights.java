package dev.millrace.ml.linear;

/**
 * A linear model told in the features' own units, whatever scaling it has learned with: the score
 * of a row of which no feature is missing is {@code coefficients} times the row plus {@code
 * intercept}, but for rounding.
 *
 * @param coefficients one per feature; empty while nothing has been learned
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record UnscaledWeights(double[] coefficients, double intercept) {}
