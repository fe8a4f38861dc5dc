package dev.millrace.core.alert;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them, the same on every machine. */
final class Texts {
  private static final MathContext DIGITS = new MathContext(6);

  private Texts() {}

  /** To six significant digits. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return Math.abs(value) >= 1e12 || (value != 0 && Math.abs(value) < 1e-4)
        ? rounded.toString()
        : rounded.toPlainString();
  }

  /** {@code 1h 30m}; below a second in milliseconds. */
  static String duration(long millis) {
    Duration duration = Duration.ofMillis(millis);
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return millis + "ms";
    }
    String text = Duration.ofSeconds(duration.toSeconds()).toString().substring(2);
    return text.toLowerCase(Locale.ROOT).replaceAll("([hm])(?=\\d)", "$1 ");
  }
}
