package dev.millrace.core.internal.runtime;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.observe.BatchStep;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends the process, as {@code kill -9} would, the n-th time that it comes to a step: {@code
 * -Dmillrace.killAt=COMMIT:3}. For tests of recovery on the real process.
 */
final class KillPoint implements StepListener {
  private static final String PROPERTY = "millrace.killAt";
  private static final int EXIT_CODE_OF_SIGKILL = 137;

  private final BatchStep step;
  private final AtomicInteger left;

  private KillPoint(BatchStep step, int occurrence) {
    this.step = step;
    this.left = new AtomicInteger(occurrence);
  }

  /** What the system property asks for. */
  static StepListener fromProperties() {
    String value = System.getProperty(PROPERTY);
    return value == null ? StepListener.none() : parse(value);
  }

  private static KillPoint parse(String value) {
    int colon = value.indexOf(':');
    try {
      BatchStep step = BatchStep.valueOf(colon < 0 ? value : value.substring(0, colon));
      return new KillPoint(step, colon < 0 ? 1 : Integer.parseInt(value.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          PROPERTY
              + " must be STEP:n with a step of "
              + Arrays.toString(BatchStep.values())
              + ", got '"
              + value
              + "'",
          e);
    }
  }

  @Override
  public void at(BatchStep reached, long batchId) {
    if (reached == step && left.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(EXIT_CODE_OF_SIGKILL);
    }
  }
}
