package dev.millrace.notebooks;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/**
 * Tells when the mean of a series has risen (Page 1954, "Continuous inspection schemes"; Hinkley
 * 1971): it sums up by how much values exceed the mean so far, and alarms once the sum is far above
 * its minimum. Forgets everything with an alarm. Not thread-safe.
 */
final class PageHinkley {
  private final double tolerance;
  private final double threshold;
  private long values;
  private double mean;
  private double sum;
  private double least;

  /**
   * @param tolerance by how much the mean may rise without an alarm, >= 0
   * @param threshold how far above its minimum the sum must be, > 0
   */
  PageHinkley(double tolerance, double threshold) {
    this.tolerance = tolerance;
    this.threshold = threshold;
  }

  /** Takes the next value; true for an alarm. */
  boolean add(double value) {
    values++;
    mean += (value - mean) / values;
    sum += value - mean - tolerance;
    least = Math.min(least, sum);
    boolean alarm = sum - least > threshold;
    if (alarm) {
      values = 0;
      mean = 0;
      sum = 0;
      least = 0;
    }
    return alarm;
  }

  void save(StateWriter out) {
    out.put("values", values).put("sums", new double[] {mean, sum, least});
  }

  void restore(StateReader in) {
    values = in.getLong("values");
    double[] sums = in.getDoubles("sums", 3);
    mean = sums[0];
    sum = sums[1];
    least = sums[2];
  }
}
