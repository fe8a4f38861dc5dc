package dev.millrace.yaml;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** What the first values of a column are like, and so what it is good for. */
final class ColumnProfile {
  /** More different values than this are not counted. */
  static final int MAX_DISTINCT = 1_000;

  /** A target of whole numbers with up to so many values is taken for a class. */
  private static final int MAX_WHOLE_CLASSES = 20;

  /** Up to so many categories get a feature each. */
  private static final int MAX_CATEGORIES = 50;

  private static final double WORDS_PER_TEXT = 3;
  private static final double EPOCH_2000 = 946_684_800;
  private static final double EPOCH_2100 = 4_102_444_800.0;
  private static final double MILLIS = 1_000;

  /** What a column is good for. */
  enum Role {
    NUMBER,
    CATEGORY,
    MANY_CATEGORIES,
    WORDS,
    TIME,
    TIME_WITH_GAPS,
    EMPTY,
    CONSTANT,
    IDENTIFIER;

    boolean isFeature() {
      return switch (this) {
        case NUMBER, CATEGORY, MANY_CATEGORIES, WORDS, TIME -> true;
        case TIME_WITH_GAPS, EMPTY, CONSTANT, IDENTIFIER -> false;
      };
    }
  }

  private final String name;
  private final Set<String> distinct = new LinkedHashSet<>();
  private long values;
  private long missing;
  private long numbers;
  private long whole;
  private long times;
  private long epochs;
  private long words;
  private long steps;
  private double last = Double.NaN;

  ColumnProfile(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void add(String text) {
    String value = text.strip();
    if (value.isEmpty()) {
      missing++;
      return;
    }
    values++;
    if (distinct.size() <= MAX_DISTINCT) {
      distinct.add(value);
    }
    double number = number(value);
    if (Double.isNaN(number)) {
      times += isTime(value) ? 1 : 0;
      words += value.split("\\s+", -1).length;
      return;
    }
    numbers++;
    whole += number == Math.rint(number) ? 1 : 0;
    epochs += isEpoch(number) || isEpoch(number / MILLIS) ? 1 : 0;
    steps += number == last + 1 ? 1 : 0;
    last = number;
  }

  private static boolean isEpoch(double seconds) {
    return seconds >= EPOCH_2000 && seconds <= EPOCH_2100;
  }

  private static double number(String text) {
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) && !text.matches(".*[dDfF]") ? value : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static boolean isTime(String text) {
    try {
      return TimeColumn.ofText(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Nearly all values are numbers; as CSV files are read, too. */
  boolean isNumber() {
    long others = values - numbers;
    return numbers > others && others <= Math.max(1, values / 10);
  }

  boolean hasMissing() {
    return missing > 0;
  }

  /** The different values, at most {@value #MAX_DISTINCT} and one more. */
  Set<String> distinct() {
    return distinct;
  }

  boolean hasTooManyValues() {
    return distinct.size() > MAX_DISTINCT;
  }

  Role role() {
    if (values == 0) {
      return Role.EMPTY;
    }
    if (distinct.size() == 1) {
      return Role.CONSTANT;
    }
    if (isNumber()) {
      return epochs == numbers && isCalledTime()
          ? time()
          : isCount() ? Role.IDENTIFIER : Role.NUMBER;
    }
    if (times * 10 >= values * 9) {
      return time();
    }
    if (distinct.size() <= MAX_CATEGORIES && distinct.size() * 2L <= values) {
      return Role.CATEGORY;
    }
    if (words >= WORDS_PER_TEXT * values) {
      return Role.WORDS;
    }
    boolean everyOther = distinct.size() * 2L > Math.min(values, MAX_DISTINCT);
    return everyOther ? Role.IDENTIFIER : Role.MANY_CATEGORIES;
  }

  private Role time() {
    return missing == 0 ? Role.TIME : Role.TIME_WITH_GAPS;
  }

  /** The number of the row, or called an identifier and different in every row. */
  private boolean isCount() {
    boolean allWhole = whole == numbers;
    boolean counts = allWhole && steps >= numbers - 1 && numbers > 2;
    boolean differs = distinct.size() == Math.min(values, MAX_DISTINCT + 1L);
    return counts || (allWhole && differs && isCalledId());
  }

  private boolean isCalledId() {
    return lower().matches("id|.*[_ .-]id|uuid|key|no|nr|number|row|index|rownum")
        || name.matches(".*[a-z]I[dD]");
  }

  private boolean isCalledTime() {
    return lower()
        .matches(".*(time|date|epoch|timestamp|start|end|begin|moment|when|_at|_ts)|ts|at");
  }

  private String lower() {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Whether its name says that it is what one wants to predict. */
  boolean isCalledTarget() {
    return lower()
        .matches("target|label|class|y|outcome|fraud|is_?fraud|churn(ed)?|churn.label|response");
  }

  /** Whether to predict it is to tell classes apart; else it is a number. */
  boolean isClass() {
    boolean allWhole = numbers == values && whole == numbers;
    boolean few = distinct.size() <= 2 || (allWhole && distinct.size() <= MAX_WHOLE_CLASSES);
    return !isNumber() || few;
  }

  /** Why it is of no use as a feature. */
  String why() {
    return switch (role()) {
      case TIME_WITH_GAPS -> "it is a time, and missing in some rows";
      case EMPTY -> "it is empty";
      case CONSTANT -> "it has one value only";
      case IDENTIFIER -> "nearly every row has another value";
      default -> throw new IllegalStateException(name + " is a feature");
    };
  }
}
