package dev.millrace.ml.feature;

/** A figure over the last rows of a key. Over no rows each of them is 0. */
public enum Statistic {
  /** How many rows there are, up to the window's length. */
  COUNT,
  MEAN,
  /** The population standard deviation. */
  STD,
  MIN,
  MAX;

  double of(double[] values, int count) {
    return switch (this) {
      case COUNT -> count;
      case MEAN -> mean(values, count);
      case STD -> std(values, count);
      case MIN -> min(values, count);
      case MAX -> max(values, count);
    };
  }

  private static double mean(double[] values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
    }
    return count == 0 ? 0 : sum / count;
  }

  private static double std(double[] values, int count) {
    double mean = mean(values, count);
    double squares = 0;
    for (int i = 0; i < count; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    return count == 0 ? 0 : Math.sqrt(squares / count);
  }

  private static double min(double[] values, int count) {
    double min = count == 0 ? 0 : values[0];
    for (int i = 1; i < count; i++) {
      min = Math.min(min, values[i]);
    }
    return min;
  }

  private static double max(double[] values, int count) {
    double max = count == 0 ? 0 : values[0];
    for (int i = 1; i < count; i++) {
      max = Math.max(max, values[i]);
    }
    return max;
  }
}
