package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import dev.millrace.http.ServerOptions;
import dev.millrace.yaml.ColumnProfile.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a first file. */
final class DraftText {
  private static final int WIDTH = 96;

  /** Of columns that are of no use, where there are no others. */
  private static final int MOST_NAMED = 5;

  private static final int HASHED_SLOTS = 256;
  private static final int TEXT_SLOTS = 1024;

  /** Time and memory of recursive least squares grow with the square of the features. */
  private static final int MOST_FOR_LEAST_SQUARES = 300;

  private final PipelineDraft.Origin origin;
  private final ColumnProfile target;
  private final boolean guessed;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param guessed whether nobody said what the target is
   */
  DraftText(PipelineDraft.Origin origin, ColumnProfile target, boolean guessed) {
    this.origin = origin;
    this.target = target;
    this.guessed = guessed;
  }

  String write() {
    String name = name();
    String home = ".millrace/" + name + "/";
    line("name: " + name);
    if (origin.ends()) {
      line("trigger: availableNow       # or: continuous, 1s; then it waits for more rows");
    } else {
      line(
          "trigger: 1s                 # or: continuous, or availableNow, which ends with the rows");
    }
    line("batch: {maxRecords: 1000}");
    line("checkpoint: " + home + "checkpoint");
    line("");
    sources();
    line("");
    features();
    line("");
    learners();
    line("");
    line("outputs:");
    line("  predictions:              # the rows, with what was predicted before it was learned");
    line("    to: {type: csv, path: " + home + "predictions}");
    line("");
    line("deadLetters: {type: csv, path: " + home + "dead-letters}");
    line("");
    line(
        (origin.ends() ? "# " : "")
            + "serve: {port: "
            + ServerOptions.DEFAULT_PORT
            + "}         # predictions, a dashboard, health and metrics");
    return String.join("\n", lines) + "\n";
  }

  private void line(String text) {
    lines.add(text);
  }

  private String name() {
    String plain = origin.name().replaceAll("[^A-Za-z0-9_-]+", "-").replaceFirst("^-+", "");
    return plain.isEmpty() ? "pipeline" : plain.substring(0, Math.min(plain.length(), 60));
  }

  private void sources() {
    line("sources:");
    line("  rows:");
    origin.source().forEach(text -> line("    " + text));
    line("    columns:                # number or text; leave out what you do not need");
    for (ColumnProfile column : origin.columns()) {
      boolean number = column.isNumber() && !(column == target && target.isClass());
      line("      " + Yaml.text(column.name()) + ": " + (number ? "number" : "text"));
    }
  }

  private List<ColumnProfile> of(Role role) {
    return origin.columns().stream().filter(c -> c != target && c.role() == role).toList();
  }

  private static List<String> names(List<ColumnProfile> columns) {
    return columns.stream().map(ColumnProfile::name).toList();
  }

  private void features() {
    line("features:");
    numbers(of(Role.NUMBER).stream().filter(c -> !c.hasMissing()).toList(), "");
    numbers(of(Role.NUMBER).stream().filter(ColumnProfile::hasMissing).toList(), ", missing: true");
    for (ColumnProfile column : of(Role.CATEGORY)) {
      String name = Yaml.text(column.name());
      line("  - {type: oneHot, column: " + name + ", maxCategories: " + room(column) + "}");
    }
    for (ColumnProfile column : of(Role.MANY_CATEGORIES)) {
      line(
          "  - {type: hashed, column: "
              + Yaml.text(column.name())
              + ", slots: "
              + HASHED_SLOTS
              + "}");
    }
    for (ColumnProfile column : of(Role.WORDS)) {
      line(
          "  - {type: hashedText, column: "
              + Yaml.text(column.name())
              + ", slots: "
              + TEXT_SLOTS
              + "}");
    }
    for (ColumnProfile column : of(Role.TIME)) {
      line("  - {type: time, column: " + Yaml.text(column.name()) + "}");
    }
    if (origin.columns().stream().noneMatch(c -> c != target && c.role().isFeature())) {
      String others =
          origin.columns().stream()
              .filter(column -> column != target)
              .limit(MOST_NAMED)
              .map(column -> "; '" + column.name() + "': " + column.why())
              .collect(Collectors.joining());
      throw new ConfigurationException(
          "no column is left to learn from beside '" + target.name() + "'" + others);
    }
    for (ColumnProfile column : origin.columns()) {
      if (column != target && !column.role().isFeature()) {
        line("  # " + comment(column.name()) + " is left out: " + column.why());
      }
    }
  }

  /** How many categories are to have a feature: those that were seen, and a few more. */
  private static int room(ColumnProfile column) {
    return (column.distinct().size() + 6) / 5 * 5;
  }

  /** About how many features there are. */
  private long width() {
    return of(Role.NUMBER).size()
        + of(Role.CATEGORY).stream().mapToLong(DraftText::room).sum()
        + (long) HASHED_SLOTS * of(Role.MANY_CATEGORIES).size()
        + (long) TEXT_SLOTS * of(Role.WORDS).size();
  }

  /** A name in a comment, on one line. */
  private static String comment(String name) {
    return name.replaceAll("\\p{Cntrl}", " ");
  }

  private void numbers(List<ColumnProfile> columns, String more) {
    if (columns.isEmpty()) {
      return;
    }
    String whole = "  - {type: numeric, columns: " + Yaml.list(names(columns)) + more + "}";
    if (whole.length() <= WIDTH) {
      line(whole);
      return;
    }
    line("  - type: numeric");
    if (!more.isEmpty()) {
      line("    missing: true");
    }
    line("    columns:");
    StringBuilder row = new StringBuilder("      [");
    for (int i = 0; i < columns.size(); i++) {
      String next = Yaml.text(columns.get(i).name()) + (i < columns.size() - 1 ? ", " : "]");
      if (row.length() + next.length() > WIDTH) {
        line(row.toString().stripTrailing());
        row = new StringBuilder("       ");
      }
      row.append(next);
    }
    line(row.toString());
  }

  private void learners() {
    String why = guessed ? "  # guessed; --target says otherwise" : "";
    boolean gaps = of(Role.NUMBER).stream().anyMatch(ColumnProfile::hasMissing);
    if (target.isClass()) {
      List<String> classes = classes();
      line("target:");
      line("  column: " + Yaml.text(target.name()) + why);
      line(
          "  classes: "
              + Yaml.list(classes)
              + (classes.size() == 2 ? "   # the positive one last" : ""));
      line("");
      line("learners:");
      line("  model: " + classifier(classes.size(), gaps));
      line("  baseline: majority-class");
    } else {
      line("target: {column: " + Yaml.text(target.name()) + "}" + why);
      line("");
      line("learners:");
      line("  model: " + regressor(gaps));
      line("  baseline: running-mean");
    }
    line("  # 'millrace learners' lists others, and their options");
  }

  private List<String> classes() {
    Comparator<String> order =
        target.isNumber()
            ? Comparator.<String>comparingDouble(Double::parseDouble)
                .thenComparing(Comparator.naturalOrder())
            : Comparator.naturalOrder();
    return target.distinct().stream().sorted(order).toList();
  }

  /** One that does well whatever the numbers' scale, as long as there are not too many. */
  private String regressor(boolean gaps) {
    return width() <= MOST_FOR_LEAST_SQUARES
        ? "recursive-least-squares:ridge=1" + (gaps ? ",missing=mean" : "")
        : "linear-regression:optimizer=adagrad,learningRate=1" + (gaps ? ",missing=mean" : "");
  }

  /** One that takes so many classes; a few more steps make up for the fewer rows of each. */
  private static String classifier(int classes, boolean gaps) {
    return classes == 2
        ? "logistic-regression" + (gaps ? ":missing=mean" : "")
        : "softmax-regression:learningRate=0.1" + (gaps ? ",missing=mean" : "");
  }
}
