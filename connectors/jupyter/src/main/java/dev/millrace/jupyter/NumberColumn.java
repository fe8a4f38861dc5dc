package dev.millrace.jupyter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Numbers of one column, all with as many decimals as the largest of them is worth. */
final class NumberColumn {
  private static final int DIGITS = 4;
  private static final int MOST_DECIMALS = 3;
  private static final double SMALL = 1e-3;
  private static final double EXACT = 1e-12;

  private NumberColumn() {}

  /**
   * @param cells numbers, or empty texts for what is missing; so is NaN
   */
  static List<String> print(List<Object> cells) {
    double[] values = cells.stream().mapToDouble(NumberColumn::value).toArray();
    String format = format(Arrays.stream(values).filter(Double::isFinite).toArray());
    return Arrays.stream(values)
        .mapToObj(value -> Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value))
        .toList();
  }

  private static double value(Object cell) {
    return cell instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static String format(double[] values) {
    double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    if (largest > 0 && largest < SMALL) {
      return "%.3g";
    }
    int decimals = largest < 1 ? DIGITS : DIGITS - (int) Math.floor(Math.log10(largest));
    decimals = Math.max(0, Math.min(largest < 1 ? DIGITS : MOST_DECIMALS, decimals));
    while (decimals > 0 && fits(values, decimals - 1)) {
      decimals--;
    }
    return "%,." + decimals + "f";
  }

  /** Whether all values are exact with so many decimals. */
  private static boolean fits(double[] values, int decimals) {
    double scale = Math.pow(10, decimals);
    return Arrays.stream(values)
        .allMatch(v -> Math.abs(v * scale - Math.rint(v * scale)) <= EXACT * Math.abs(v * scale));
  }
}
