package dev.millrace.ml.catalog;

import dev.millrace.core.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/**
 * One option of a {@link LearnerType}, defined once: its name, range, default and meaning for
 * people, and how its text is read and checked. Immutable.
 */
public final class LearnerOption<T> {
  private final String name;
  private final String range;
  private final String defaultText;
  private final String doc;
  private final Function<String, Optional<T>> parser;

  private LearnerOption(
      String name,
      String range,
      String defaultText,
      String doc,
      Function<String, Optional<T>> parser) {
    this.name = name;
    this.range = range;
    this.defaultText = defaultText;
    this.doc = doc;
    this.parser = parser;
  }

  /** An option that a function reads; empty where the text is not in range. */
  public static <T> LearnerOption<T> of(
      String name,
      String range,
      String defaultText,
      String doc,
      Function<String, Optional<T>> parser) {
    return new LearnerOption<>(name, range, defaultText, doc, parser);
  }

  /** A finite number. */
  public static LearnerOption<Double> number(
      String name, String range, DoublePredicate allowed, String defaultText, String doc) {
    return of(name, range, defaultText, doc, text -> finite(text).filter(allowed::test));
  }

  /** A finite number above 0. */
  public static LearnerOption<Double> positive(String name, String defaultText, String doc) {
    return number(name, "> 0", value -> value > 0, defaultText, doc);
  }

  /** A finite number of at least 0. */
  public static LearnerOption<Double> notNegative(String name, String defaultText, String doc) {
    return number(name, ">= 0", value -> value >= 0, defaultText, doc);
  }

  /** A number from 0 up to, but not including, 1. */
  public static LearnerOption<Double> fraction(String name, String defaultText, String doc) {
    return number(name, "[0, 1)", value -> value >= 0 && value < 1, defaultText, doc);
  }

  /** A whole number of at least {@code min}. */
  public static LearnerOption<Long> whole(String name, long min, String defaultText, String doc) {
    String range = min == Long.MIN_VALUE ? "a whole number" : "a whole number >= " + min;
    return of(name, range, defaultText, doc, text -> wholeNumber(text).filter(n -> n >= min));
  }

  /** One of several words. */
  public static LearnerOption<String> choice(
      String name, List<String> words, String defaultText, String doc) {
    return of(
        name,
        String.join("|", words),
        defaultText,
        doc,
        text -> Optional.of(text).filter(words::contains));
  }

  private static Optional<Double> finite(String text) {
    try {
      double value = Double.parseDouble(text);
      return Double.isNaN(value) || Double.isInfinite(value)
          ? Optional.empty()
          : Optional.of(value);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> wholeNumber(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  public String name() {
    return name;
  }

  /** The option for people. */
  public LearnerType.Option described() {
    return new LearnerType.Option(name, range, defaultText, doc);
  }

  /** Whether it is given. */
  public boolean in(Map<String, String> options) {
    return options.containsKey(name);
  }

  /**
   * Its value, or the default's.
   *
   * @throws ConfigurationException if the text is out of range
   */
  public T get(Map<String, String> options) {
    return parse(options.getOrDefault(name, defaultText));
  }

  /** Its value, or {@code otherwise} where it is not given. */
  public T get(Map<String, String> options, T otherwise) {
    return in(options) ? parse(options.get(name)) : otherwise;
  }

  private T parse(String text) {
    return parser
        .apply(text)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "option " + name + ": expected " + range + ", got '" + text + "'"));
  }
}
