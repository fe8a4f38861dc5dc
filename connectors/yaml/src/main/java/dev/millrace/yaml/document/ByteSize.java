package dev.millrace.yaml.document;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as {@code 512}, {@code 64KiB}, {@code 64MiB} or {@code 1GiB}. */
@Text(value = "a size such as 64MiB", pattern = "^\\d{1,12}(KiB|MiB|GiB)?$")
public record ByteSize(long bytes) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})(KiB|MiB|GiB)?");

  /**
   * @throws IllegalArgumentException if it is no size
   */
  public static ByteSize parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("is no size");
    }
    String unit = matcher.group(2);
    int shift = unit == null ? 0 : unit.startsWith("K") ? 10 : unit.startsWith("M") ? 20 : 30;
    return new ByteSize(Long.parseLong(matcher.group(1)) << shift);
  }
}
