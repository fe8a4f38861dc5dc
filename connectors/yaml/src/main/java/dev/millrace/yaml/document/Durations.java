package dev.millrace.yaml.document;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 2s}, {@code 1m}, {@code 1.5h}, {@code 7d}.
 */
public final class Durations {
  static final String EXPECTED = "a duration such as 500ms, 2s, 1m, 1h or 7d";
  static final String PATTERN = "^\\d{1,9}(\\.\\d{1,9})?(ms|s|m|h|d)$";
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException if it is none of at least 1 ms
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected " + EXPECTED + ", got '" + text + "'");
    }
    double millis =
        Double.parseDouble(matcher.group(1))
            * switch (matcher.group(2)) {
              case "ms" -> 1;
              case "s" -> 1_000;
              case "m" -> 60_000;
              case "h" -> 3_600_000;
              default -> 86_400_000;
            };
    if (millis < 1) {
      throw new IllegalArgumentException("expected at least 1ms, got '" + text + "'");
    }
    return Duration.ofMillis(Math.round(millis));
  }
}
