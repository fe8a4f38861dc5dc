package dev.millrace.cli;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.time.Clock;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSource;
import dev.millrace.ml.catalog.LearnerType.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a first pass over the target column found.
 *
 * @param values the different values, at most {@value #MAX_VALUES}; empty ones do not count
 * @param more whether there are more
 */
record TargetScan(Set<String> values, boolean more) {
  /** More different values than this are not labels. */
  static final int MAX_VALUES = 1000;

  /** A target of whole numbers with up to so many values is taken to be a class. */
  static final int MAX_WHOLE_CLASSES = 20;

  private static final PlanLimits LIMITS = new PlanLimits(100_000, 64L << 20);

  /**
   * Reads the whole column.
   *
   * @param type what the column seems to hold: in one of numbers other values do not count
   */
  static TargetScan of(Path file, String target, RowSchema.Type type) throws Exception {
    RowSchema column = new RowSchema(List.of(new RowSchema.Column(target, RowSchema.Type.TEXT)));
    Source<Row> source = FileSource.csv(file, FileOptions.defaults().withSchema(column));
    Set<String> values = new HashSet<>();
    Map<String, Offset> offsets = new HashMap<>();
    try (SplitPlanner planner =
        source.planner(new SourceContext("target", Path.of(""), Clock.system()))) {
      List<OffsetRange> ranges = planner.plan(offsets, LIMITS);
      while (!ranges.isEmpty() && values.size() <= MAX_VALUES) {
        for (OffsetRange range : ranges) {
          read(source, range, values);
          offsets.put(range.split(), range.until());
        }
        ranges = planner.plan(offsets, LIMITS);
      }
    }
    boolean more = values.size() > MAX_VALUES;
    if (type == RowSchema.Type.NUMBER) {
      values.removeIf(value -> !isNumber(value));
    }
    return new TargetScan(values, more);
  }

  private static void read(Source<Row> source, OffsetRange range, Set<String> values)
      throws Exception {
    try (SplitReader<Row> reader = source.reader(range)) {
      reader.read(
          row -> {
            String value = row.text(0);
            if (!value.isEmpty() && values.size() <= MAX_VALUES) {
              values.add(value);
            }
          },
          rejected -> {});
    }
  }

  /**
   * What is most likely to be asked of such a target.
   *
   * @param declaredNumber whether it was said to be a number
   */
  Task likelyTask(boolean declaredNumber) {
    if (declaredNumber) {
      return Task.REGRESS;
    }
    boolean numbers = values.stream().allMatch(TargetScan::isNumber);
    boolean whole = values.stream().allMatch(value -> value.matches("[+-]?\\d+"));
    boolean few = !more && (values.size() <= 2 || (whole && values.size() <= MAX_WHOLE_CLASSES));
    return !numbers || few ? Task.CLASSIFY : Task.REGRESS;
  }

  /**
   * The classes, in the order of numbers if they all are, else of the alphabet.
   *
   * @param positive the label to come last of two; null for the natural order
   */
  List<String> classes(String target, String positive) {
    if (more) {
      throw new ConfigurationException(
          "column '"
              + target
              + "' has more than "
              + MAX_VALUES
              + " different values, so they are no classes; use --task regress or another --target");
    }
    if (values.size() < 2) {
      throw new ConfigurationException(
          "column '"
              + target
              + "' has "
              + (values.isEmpty()
                  ? "no value"
                  : "one value only, '" + values.iterator().next() + "'")
              + "; to tell classes apart takes at least two");
    }
    List<String> classes = new ArrayList<>(values);
    classes.sort(
        values.stream().allMatch(TargetScan::isNumber)
            ? Comparator.comparingDouble(Double::parseDouble).thenComparing(value -> value)
            : Comparator.naturalOrder());
    if (positive == null) {
      return classes;
    }
    if (!classes.contains(positive) || classes.size() != 2) {
      throw new ConfigurationException(
          "--positive "
              + positive
              + ": expected one of two classes, column '"
              + target
              + "' has "
              + classes);
    }
    classes.remove(positive);
    classes.add(positive);
    return classes;
  }

  private static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
