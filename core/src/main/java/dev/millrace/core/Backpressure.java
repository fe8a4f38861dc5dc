package dev.millrace.core;

/**
 * How batches follow the speed of processing: a PID controller sets how many records per second are
 * read from each source, as Spark's does, between {@code minRate} and {@code maxBatchRecords} per
 * batch.
 *
 * @param proportional weight of the difference between the rate allowed and the rate achieved in
 *     the last batch; positive
 * @param integral weight of what has piled up, told by the scheduling delay; not negative
 * @param derivative weight of the change of the difference; not negative
 * @param minRate fewest records per second; positive
 * @param initialBatchRecords most records in a batch before there is an estimate; at least 1
 */
public record Backpressure(
    double proportional,
    double integral,
    double derivative,
    double minRate,
    long initialBatchRecords) {
  public Backpressure {
    if (!(proportional > 0 && integral >= 0 && derivative >= 0)
        || !(proportional + integral + derivative < Double.POSITIVE_INFINITY)) {
      throw new ConfigurationException(
          "backpressure needs a positive proportional weight and no negative one, got "
              + proportional
              + ", "
              + integral
              + ", "
              + derivative);
    }
    if (!(minRate > 0 && minRate < Double.POSITIVE_INFINITY) || initialBatchRecords < 1) {
      throw new ConfigurationException(
          "backpressure needs a positive minRate and initialBatchRecords, got "
              + minRate
              + " and "
              + initialBatchRecords);
    }
  }

  /** Weights 1, 0.2 and 0; at least 100 records per second; first batch of 1,000 records. */
  public static Backpressure defaults() {
    return new Backpressure(1.0, 0.2, 0.0, 100, 1_000);
  }

  public Backpressure withInitialBatchRecords(long value) {
    return new Backpressure(proportional, integral, derivative, minRate, value);
  }

  public Backpressure withMinRate(double value) {
    return new Backpressure(proportional, integral, derivative, value, initialBatchRecords);
  }
}
