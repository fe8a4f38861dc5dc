package dev.millrace.ml.drift;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.io.Serializable;

/**
 * Signals that the mean of a sequence has risen, by Page's cumulative sum of how far each number
 * lies above the mean so far.
 *
 * <p>With the mean <i>m</i><sub>t</sub> of the first <i>t</i> numbers, <i>S</i><sub>t</sub> =
 * max(0, {@code forgetting} · <i>S</i><sub>t−1</sub> + <i>x</i><sub>t</sub> − <i>m</i><sub>t</sub>
 * − {@code delta}), and a change is signalled when <i>S</i><sub>t</sub> exceeds {@code threshold}.
 * For numbers from 0 to 1, as errors of a classifier are, a change of the mean by <i>d</i> is found
 * within about {@code threshold} / (<i>d</i> − {@code delta}) numbers. After a signal it begins
 * anew.
 *
 * <p>E. S. Page, "Continuous Inspection Schemes", Biometrika 41 (1954); H. Mouss et al., "Test of
 * Page-Hinkley, an approach for fault detection in an agro-alimentary production system" (2004).
 */
public final class PageHinkley implements DriftDetector {
  private final Options options;
  private long count;
  private double mean;
  private double sum;

  /**
   * Settings; immutable.
   *
   * @param minimum how many numbers are taken before a change is signalled, at least 1; default 30
   * @param delta by how much a number may exceed the mean without being counted, not negative;
   *     default 0.005
   * @param threshold of the sum, more than 0; default 50. Larger: fewer false alarms, later
   * @param forgetting what is left of the sum with each number, more than 0 and at most 1; default
   *     0.9999
   */
  public record Options(long minimum, double delta, double threshold, double forgetting)
      implements Serializable {
    public Options {
      if (minimum < 1
          || !(delta >= 0)
          || !(threshold > 0)
          || !(forgetting > 0 && forgetting <= 1)
          || Double.isInfinite(delta + threshold)) {
        throw new ConfigurationException(
            "Page-Hinkley takes minimum >= 1, delta >= 0, threshold > 0, 0 < forgetting <= 1, got "
                + minimum
                + ", "
                + delta
                + ", "
                + threshold
                + ", "
                + forgetting);
      }
    }

    public static Options defaults() {
      return new Options(30, 0.005, 50, 0.9999);
    }

    public Options withMinimum(long value) {
      return new Options(value, delta, threshold, forgetting);
    }

    public Options withDelta(double value) {
      return new Options(minimum, value, threshold, forgetting);
    }

    public Options withThreshold(double value) {
      return new Options(minimum, delta, value, forgetting);
    }

    public Options withForgetting(double value) {
      return new Options(minimum, delta, threshold, value);
    }
  }

  public PageHinkley(Options options) {
    this.options = options;
  }

  @Override
  public boolean update(double value) {
    count++;
    mean += (value - mean) / count;
    sum = Math.max(0, options.forgetting() * sum + value - mean - options.delta());
    if (count < options.minimum() || sum <= options.threshold()) {
      return false;
    }
    count = 0;
    mean = 0;
    sum = 0;
    return true;
  }

  @Override
  public double statistic() {
    return sum;
  }

  @Override
  public void save(StateWriter out) {
    out.put("kind", "page-hinkley").put("count", count).put("sums", new double[] {mean, sum});
  }

  @Override
  public void restore(StateReader in) {
    if (!in.getString("kind").equals("page-hinkley")) {
      throw new CheckpointException(
          in.part() + " is a detector of the kind " + in.getString("kind") + ", not page-hinkley");
    }
    count = in.getLong("count");
    double[] sums = in.getDoubles("sums", 2);
    mean = sums[0];
    sum = sums[1];
  }
}
