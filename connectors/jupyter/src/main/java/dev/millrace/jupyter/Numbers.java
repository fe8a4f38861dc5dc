package dev.millrace.jupyter;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;

/** Numbers in words. */
final class Numbers {
  private static final MathContext DIGITS = new MathContext(6);

  private Numbers() {}

  /** From which to which, and their mean, those aside that are not finite. */
  static String range(double[] values) {
    DoubleSummaryStatistics numbers =
        Arrays.stream(values).filter(Double::isFinite).summaryStatistics();
    return numbers.getCount() == 0
        ? "not known"
        : "%s to %s, mean %s"
            .formatted(text(numbers.getMin()), text(numbers.getMax()), text(numbers.getAverage()));
  }

  /** A number with six digits. */
  static String text(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }
}
