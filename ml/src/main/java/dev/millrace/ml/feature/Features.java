package dev.millrace.ml.feature;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.function.KeyExtractor;
import dev.millrace.core.function.MapFunction;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.StatefulExtractor;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Describes how a typed row becomes features, column by column, and its label.
 *
 * <pre>{@code
 * FeatureExtractor<Payment> features =
 *     Features.<Payment>of()
 *         .numeric("amount", Payment::amount)
 *         .oneHot("channel", Payment::channel, "web", "shop")
 *         .oneHot("country", Payment::country, 50)
 *         .time("at", Payment::at, ZoneOffset.UTC, TimePart.TIME_OF_DAY)
 *         .rolling("amount", Payment::card, Payment::amount, 10, Statistic.MEAN, Statistic.MAX)
 *         .interaction("amount", "channel")
 *         .labelClass(Payment::verdict, "honest", "fraud")
 *         .build();
 * }</pre>
 *
 * <p>A chain of which any part remembers earlier rows (categories learned on the way, {@link #lag},
 * {@link #rolling}) builds a {@link StatefulExtractor}; what such a part gives for a row comes of
 * earlier rows only, never of the row itself. All others depend on the row alone and may be used by
 * any number of threads. State is matched by the column's name when a checkpoint is restored.
 *
 * <p>A number that is NaN or infinite makes its row a bad record, unless the column is declared by
 * {@link #numericOrMissing}. A function that throws does so too. Blocks are sparse beyond 1,000
 * features, or when {@link #sparse} is called.
 *
 * <p>Collects; not thread-safe. Numbers of a row that stand in columns side by side cost a call
 * each and no allocation.
 */
public final class Features<T> {
  private static final int MAX_KEYS = 1_000_000;

  private final List<Column<T>> columns = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private RowLabel<T> label = RowLabel.none();
  private List<String> classes = List.of();
  private NumberFunction<T> weight = row -> 1;
  private boolean sparse;
  private KeyLimits limits = new KeyLimits(MAX_KEYS, Long.MAX_VALUE);

  private Features() {}

  /** An empty chain. */
  public static <T> Features<T> of() {
    return new Features<>();
  }

  /** A number. */
  public Features<T> numeric(String name, NumberFunction<T> function) {
    return add(new NumericColumn<>(name, function, false));
  }

  /** A number that may be NaN, meaning that it is not known: for learners that impute. */
  public Features<T> numericOrMissing(String name, NumberFunction<T> function) {
    return add(new NumericColumn<>(name, function, true));
  }

  /**
   * Many numbers that the row holds in one array; the quickest way for wide rows.
   *
   * @param names a feature's name for each, in order
   */
  public Features<T> vector(String name, List<String> names, MapFunction<T, double[]> function) {
    return add(new VectorColumn<>(name, names, function));
  }

  /** A feature per category, 1 for the row's own; all 0 where it is none of them, or null. */
  public Features<T> oneHot(String name, MapFunction<T, String> function, String... categories) {
    if (categories.length == 0 || new HashSet<>(List.of(categories)).size() < categories.length) {
      throw new ConfigurationException(
          "column '" + name + "' needs categories that differ, got " + List.of(categories));
    }
    return add(new OneHotColumn<>(name, function, List.of(categories)));
  }

  /**
   * A feature per category, the categories learned as they come, and one, {@code name=<other>}, for
   * what is new or comes after {@code maxCategories} are known. A slot is called {@code name#slot}
   * until its category is known, then {@code name=category}.
   *
   * @param maxCategories from 1 to 100,000
   */
  public Features<T> oneHot(String name, MapFunction<T, String> function, int maxCategories) {
    if (maxCategories < 1 || maxCategories > 100_000) {
      throw new ConfigurationException(
          "maxCategories must be from 1 to 100000, got " + maxCategories);
    }
    return add(new LearnedOneHotColumn<>(name, function, maxCategories));
  }

  /** Categories of any number, hashed into {@code slots}, of which one is 1; none for null. */
  public Features<T> hashed(String name, MapFunction<T, String> function, int slots) {
    Limits.slots(slots);
    return add(new HashedColumn<>(name, function, slots));
  }

  /** The words of a text, hashed and counted. */
  public Features<T> hashedText(String name, MapFunction<T, String> function, TextOptions options) {
    return add(new HashedTextColumn<>(name, function, options));
  }

  /**
   * Where in the day and the week an instant lies.
   *
   * @param parts which features to make; all where none is named
   */
  public Features<T> time(
      String name, MapFunction<T, Instant> function, ZoneId zone, TimePart... parts) {
    EnumSet<TimePart> wanted = EnumSet.allOf(TimePart.class);
    if (parts.length > 0) {
      wanted.retainAll(Arrays.asList(parts));
    }
    return add(new TimeColumn<>(name, function, zone, wanted));
  }

  /**
   * Every feature of one column times every feature of another; both added before. The columns of
   * {@link #lag} and {@link #rolling} are called {@code name.lag} and {@code name.last10}.
   */
  public Features<T> interaction(String left, String right) {
    Column<T> a = column(left);
    Column<T> b = column(right);
    if (a instanceof NumericColumn<T> x && b instanceof NumericColumn<T> y) {
      return add(x.times(y, left + "*" + right));
    }
    return add(new InteractionColumn<>(a, b));
  }

  /**
   * The numbers that the key's rows had 1, 2, … rows before this one; 0 where there was none.
   *
   * @param lags how many rows back, each from 1 to 10,000
   */
  public Features<T> lag(
      String name, KeyExtractor<T, String> key, NumberFunction<T> function, int... lags) {
    if (lags.length == 0 || Arrays.stream(lags).anyMatch(lag -> lag < 1 || lag > 10_000)) {
      throw new ConfigurationException(
          "lags of '" + name + "' must be from 1 to 10000, got " + Arrays.toString(lags));
    }
    Lags features = new Lags(name, lags.clone());
    return add(new KeyedColumn<>(name + ".lag", key, function, features, limits));
  }

  /**
   * Statistics over the key's last {@code rows} rows before this one, which does not count itself.
   * Time per row grows with {@code rows}.
   *
   * @param rows from 1 to 10,000
   * @param statistics which ones; all where none is named
   */
  public Features<T> rolling(
      String name,
      KeyExtractor<T, String> key,
      NumberFunction<T> function,
      int rows,
      Statistic... statistics) {
    if (rows < 1 || rows > 10_000) {
      throw new ConfigurationException(
          "rolling '" + name + "' must be over 1 to 10000 rows, got " + rows);
    }
    List<Statistic> wanted = List.of(statistics.length == 0 ? Statistic.values() : statistics);
    Rolling features = new Rolling(name, rows, wanted);
    return add(new KeyedColumn<>(name + ".last" + rows, key, function, features, limits));
  }

  /**
   * How many keys each of the following {@link #lag} and {@link #rolling} parts remembers; the one
   * met longest ago is forgotten first. Default 1,000,000.
   */
  public Features<T> maxKeys(int most) {
    if (most < 1) {
      throw new ConfigurationException("maxKeys must be at least 1, got " + most);
    }
    limits = new KeyLimits(most, limits.maxBytes());
    return this;
  }

  /**
   * How many bytes each of the following {@link #lag} and {@link #rolling} parts remembers; keys
   * met longest ago are forgotten first. A key counts 256 bytes, 2 for each character and 16 for
   * each number kept, which covers the copy that servers read. By default {@link #maxKeys} alone
   * bounds them.
   */
  public Features<T> maxBytes(long most) {
    if (most < 1) {
      throw new ConfigurationException("maxBytes must be at least 1, got " + most);
    }
    limits = new KeyLimits(limits.maxKeys(), most);
    return this;
  }

  /** The number to be met. */
  public Features<T> label(NumberFunction<T> function) {
    return label(RowLabel.number(function), List.of());
  }

  /** The number to be met; a row where it is NaN has no label and is predicted only. */
  public Features<T> labelOrMissing(NumberFunction<T> function) {
    return label(RowLabel.numberOrMissing(function), List.of());
  }

  /**
   * The class to be told. A row where it is null has no label and is predicted only; one of another
   * class is a bad record.
   *
   * @param classes at least two; of two the second is the positive one
   */
  public Features<T> labelClass(MapFunction<T, String> function, String... classes) {
    return label(RowLabel.classOf(function, distinct(classes)), List.of(classes));
  }

  /**
   * The classes to be told, where a row itself does not say which it is of: labels come later.
   *
   * @param names at least two; of two the second is the positive one
   */
  public Features<T> classes(String... names) {
    return label(RowLabel.none(), distinct(names));
  }

  private static List<String> distinct(String... classes) {
    if (classes.length < 2 || new HashSet<>(List.of(classes)).size() < classes.length) {
      throw new ConfigurationException(
          "labels need at least two classes that differ, got " + List.of(classes));
    }
    return List.of(classes);
  }

  private Features<T> label(RowLabel<T> how, List<String> labelClasses) {
    label = how;
    classes = labelClasses;
    return this;
  }

  /** How much a row counts in learning; 1 unless said otherwise. */
  public Features<T> weight(NumberFunction<T> function) {
    weight = function;
    return this;
  }

  /** Makes blocks sparse: right where most features of a row are 0. */
  public Features<T> sparse() {
    sparse = true;
    return this;
  }

  /**
   * The chain as it is now.
   *
   * @throws ConfigurationException if there is no feature, or two features share a name
   */
  public FeatureExtractor<T> build() {
    if (columns.isEmpty()) {
      throw new ConfigurationException("a chain needs at least one feature");
    }
    Chain.Ending<T> ending = new Chain.Ending<>(label, classes, weight, sparse);
    boolean stateful = columns.stream().anyMatch(StatefulColumn.class::isInstance);
    FeatureExtractor<T> chain =
        stateful ? new StatefulChain<T>(columns, ending).fresh() : new Chain<>(columns, ending);
    try {
      chain.schema();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage(), e);
    }
    return chain;
  }

  private Features<T> add(Column<T> column) {
    if (!names.add(column.name())) {
      throw new ConfigurationException("two columns are called '" + column.name() + "'");
    }
    columns.add(column);
    return this;
  }

  private Column<T> column(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "no column '" + name + "' to interact with; there are " + names));
  }
}
