package dev.millrace.ml.optim;

import dev.millrace.core.ConfigurationException;

/**
 * How large the steps of gradient descent are, as a function of the steps taken so far. Immutable.
 */
public sealed interface LearningRate {
  /**
   * Always the same: follows a drifting stream for ever.
   *
   * @param rate at least 0
   */
  record Constant(double rate) implements LearningRate {
    public Constant {
      atLeastZero(rate);
    }

    @Override
    public double at(long step) {
      return rate;
    }

    @Override
    public double shape(long step) {
      return 1;
    }
  }

  /**
   * {@code rate / (step + 1)^power}: converges on a stream that does not drift for powers within
   * (0.5, 1].
   *
   * @param rate at least 0
   * @param power at least 0
   */
  record InverseScaling(double rate, double power) implements LearningRate {
    public InverseScaling {
      atLeastZero(rate);
      atLeastZero(power);
    }

    @Override
    public double at(long step) {
      return rate * shape(step);
    }

    @Override
    public double shape(long step) {
      return Math.pow(step + 1.0, -power);
    }
  }

  /**
   * {@code 1 / (alpha (start + step))}, the rate that is optimal for a strongly convex loss whose
   * L2 penalty is alpha (Bottou 2012, "Stochastic gradient descent tricks").
   *
   * @param alpha > 0
   * @param start steps that are taken to lie behind the first one, > 0; {@link #optimal} gives
   *     Bottou's choice
   */
  record Optimal(double alpha, double start) implements LearningRate {
    public Optimal {
      if (!(alpha > 0) || !(start > 0) || Double.isInfinite(alpha) || Double.isInfinite(start)) {
        throw new ConfigurationException(
            "optimal learning rate: alpha and start must be > 0, got " + alpha + ", " + start);
      }
    }

    @Override
    public double at(long step) {
      return 1 / (alpha * (start + step));
    }

    @Override
    public double shape(long step) {
      return start / (start + step);
    }
  }

  static LearningRate constant(double rate) {
    return new Constant(rate);
  }

  static LearningRate inverseScaling(double rate, double power) {
    return new InverseScaling(rate, power);
  }

  /**
   * Bottou's schedule for a loss: the first step is such that weights of the size that alpha lets
   * expect can be reached by it.
   *
   * @param alpha > 0, usually the L2 penalty
   */
  static LearningRate optimal(double alpha, Loss loss) {
    if (!(alpha > 0)) {
      throw new ConfigurationException("optimal learning rate: alpha must be > 0, got " + alpha);
    }
    double typicalWeight = Math.sqrt(1 / Math.sqrt(alpha));
    double first = typicalWeight / Math.max(1, Math.abs(loss.gradient(-typicalWeight, 1)));
    return new Optimal(alpha, 1 / (first * alpha));
  }

  /**
   * The size of a step.
   *
   * @param step how many were taken before it
   */
  double at(long step);

  /** The size of a step in relation to the first one's; 1 for step 0. */
  double shape(long step);

  private static void atLeastZero(double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new ConfigurationException(
          "learning rate: rate and power must be finite and >= 0, got " + value);
    }
  }
}
