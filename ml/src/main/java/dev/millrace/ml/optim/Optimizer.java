package dev.millrace.ml.optim;

import dev.millrace.core.ConfigurationException;

/**
 * How a gradient changes the weights: hyper-parameters only, immutable. {@link #start} gives what
 * is remembered between the steps.
 *
 * <p>Below, {@code g} is the gradient by one weight, {@code r} the learning rate at the step; all
 * operations go weight by weight. In sparse rows only the weights of the row's features are
 * touched. Defaults are those of the field (River, Keras).
 */
public sealed interface Optimizer {
  /** {@code w -= r g}. */
  record Sgd(LearningRate learningRate) implements Optimizer {
    public Sgd() {
      this(LearningRate.constant(0.01));
    }

    @Override
    public WeightUpdate start(int features) {
      return new SgdUpdate(learningRate);
    }
  }

  /**
   * {@code v = rho v + r g; w -= v} (Polyak 1964).
   *
   * @param rho how much of the last step goes on, within [0, 1)
   */
  record Momentum(LearningRate learningRate, double rho) implements Optimizer {
    public Momentum {
      fraction("momentum", "rho", rho);
    }

    public Momentum() {
      this(LearningRate.constant(0.1), 0.9);
    }

    @Override
    public WeightUpdate start(int features) {
      return new MomentumUpdate(learningRate, rho, features);
    }
  }

  /**
   * {@code v = rho v + r g; w -= rho v + r g}: Nesterov's momentum with the look-ahead folded into
   * the weights (Bengio et al. 2013, "Advances in optimizing recurrent networks").
   *
   * @param rho how much of the last step goes on, within [0, 1)
   */
  record Nesterov(LearningRate learningRate, double rho) implements Optimizer {
    public Nesterov {
      fraction("nesterov", "rho", rho);
    }

    public Nesterov() {
      this(LearningRate.constant(0.1), 0.9);
    }

    @Override
    public WeightUpdate start(int features) {
      return new NesterovUpdate(learningRate, rho, features);
    }
  }

  /**
   * {@code s += g²; w -= r g / sqrt(s + epsilon)} (Duchi et al. 2011).
   *
   * @param epsilon > 0
   */
  record AdaGrad(LearningRate learningRate, double epsilon) implements Optimizer {
    public AdaGrad {
      positive("adagrad", "epsilon", epsilon);
    }

    public AdaGrad() {
      this(LearningRate.constant(0.1), 1e-8);
    }

    @Override
    public WeightUpdate start(int features) {
      return new AdaGradUpdate(learningRate, epsilon, features);
    }
  }

  /**
   * {@code s = rho s + (1 - rho) g²; w -= r g / sqrt(s + epsilon)} (Tieleman and Hinton 2012).
   *
   * @param rho how much of the past is kept, within [0, 1)
   * @param epsilon > 0
   */
  record RmsProp(LearningRate learningRate, double rho, double epsilon) implements Optimizer {
    public RmsProp {
      fraction("rmsprop", "rho", rho);
      positive("rmsprop", "epsilon", epsilon);
    }

    public RmsProp() {
      this(LearningRate.constant(0.1), 0.9, 1e-8);
    }

    @Override
    public WeightUpdate start(int features) {
      return new RmsPropUpdate(learningRate, rho, epsilon, features);
    }
  }

  /**
   * {@code m = beta1 m + (1 - beta1) g; s = beta2 s + (1 - beta2) g²; w -= r m' / (sqrt(s') +
   * epsilon)}, where {@code m'} and {@code s'} are m and s divided by {@code 1 - beta^steps}
   * (Kingma and Ba 2015).
   *
   * @param beta1 within [0, 1)
   * @param beta2 within [0, 1)
   * @param epsilon > 0
   */
  record Adam(LearningRate learningRate, double beta1, double beta2, double epsilon)
      implements Optimizer {
    public Adam {
      fraction("adam", "beta1", beta1);
      fraction("adam", "beta2", beta2);
      positive("adam", "epsilon", epsilon);
    }

    public Adam() {
      this(LearningRate.constant(0.1), 0.9, 0.999, 1e-8);
    }

    @Override
    public WeightUpdate start(int features) {
      return new AdamUpdate(learningRate, beta1, beta2, epsilon, features);
    }
  }

  /**
   * Follow the regularized leader, proximal: rates per weight as AdaGrad's, and an L1 penalty that
   * gives weights of exactly zero (McMahan et al. 2013, "Ad click prediction: a view from the
   * trenches", algorithm 1).
   *
   * @param alpha the scale of the learning rates, > 0
   * @param beta tames the first steps, at least 0
   * @param l1 at least 0
   * @param l2 at least 0
   */
  record FtrlProximal(double alpha, double beta, double l1, double l2) implements Optimizer {
    public FtrlProximal {
      positive("ftrl", "alpha", alpha);
      if (!(beta >= 0) || !(l1 >= 0) || !(l2 >= 0)) {
        throw new ConfigurationException(
            "optimizer ftrl: beta, l1 and l2 must be >= 0, got " + beta + ", " + l1 + ", " + l2);
      }
    }

    public FtrlProximal() {
      this(0.05, 1, 0, 1);
    }

    @Override
    public WeightUpdate start(int features) {
      return new FtrlUpdate(this, features);
    }
  }

  /** What this optimizer remembers for so many weights, before the first step. */
  WeightUpdate start(int features);

  private static void positive(String optimizer, String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new ConfigurationException(
          "optimizer " + optimizer + ": " + name + " must be > 0, got " + value);
    }
  }

  private static void fraction(String optimizer, String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new ConfigurationException(
          "optimizer " + optimizer + ": " + name + " must be within [0, 1), got " + value);
    }
  }
}
