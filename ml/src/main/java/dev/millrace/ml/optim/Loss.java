package dev.millrace.ml.optim;

import dev.millrace.core.ConfigurationException;

/**
 * What a wrong prediction costs, and its derivative by the prediction. Immutable.
 *
 * <p>{@code p} is the raw prediction (weights times features plus intercept) and {@code y} the
 * label.
 */
public sealed interface Loss {
  /** {@code (p - y)²}; gradient {@code 2 (p - y)}. Estimates the mean. */
  record Squared() implements Loss {
    @Override
    public double value(double p, double y) {
      return (p - y) * (p - y);
    }

    @Override
    public double gradient(double p, double y) {
      return 2 * (p - y);
    }
  }

  /** {@code |p - y|}; gradient the sign of {@code p - y}. Estimates the median. */
  record Absolute() implements Loss {
    @Override
    public double value(double p, double y) {
      return Math.abs(p - y);
    }

    @Override
    public double gradient(double p, double y) {
      return Math.signum(p - y);
    }
  }

  /**
   * Squared near the label, absolute beyond: {@code (p - y)² / 2} up to the threshold t, {@code t
   * (|p - y| - t / 2)} after it (Huber 1964). Outliers pull with a bounded force.
   *
   * @param threshold in units of the label, > 0
   */
  record Huber(double threshold) implements Loss {
    public Huber {
      if (!(threshold > 0) || Double.isInfinite(threshold)) {
        throw new ConfigurationException("Huber loss: threshold must be > 0, got " + threshold);
      }
    }

    @Override
    public double value(double p, double y) {
      double a = Math.abs(p - y);
      return a <= threshold ? a * a / 2 : threshold * (a - threshold / 2);
    }

    @Override
    public double gradient(double p, double y) {
      return Math.max(-threshold, Math.min(threshold, p - y));
    }
  }

  /**
   * Pinball loss: an estimate that is too low costs {@code q} per unit, one that is too high {@code
   * 1 - q}. Estimates the quantile q (Koenker and Bassett 1978).
   *
   * @param quantile within (0, 1)
   */
  record Quantile(double quantile) implements Loss {
    public Quantile {
      if (!(quantile > 0 && quantile < 1)) {
        throw new ConfigurationException(
            "quantile loss: quantile must be within (0, 1), got " + quantile);
      }
    }

    @Override
    public double value(double p, double y) {
      return p > y ? (1 - quantile) * (p - y) : quantile * (y - p);
    }

    @Override
    public double gradient(double p, double y) {
      return p > y ? 1 - quantile : p < y ? -quantile : 0;
    }
  }

  /**
   * {@code -log} of the probability given to the label, which is 0 or 1; the probability of 1 is
   * {@link #sigmoid} of {@code p}. Gradient {@code sigmoid(p) - y}.
   */
  record Logistic() implements Loss {
    @Override
    public double value(double p, double y) {
      double margin = y > 0.5 ? p : -p;
      return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
    }

    @Override
    public double gradient(double p, double y) {
      return sigmoid(p) - y;
    }

    /** {@code 1 / (1 + exp(-p))}. */
    public static double sigmoid(double p) {
      return 1 / (1 + Math.exp(-p));
    }
  }

  /** The loss; at least 0. */
  double value(double p, double y);

  /** The loss's derivative by {@code p}; where it has a kink, 0. */
  double gradient(double p, double y);
}
