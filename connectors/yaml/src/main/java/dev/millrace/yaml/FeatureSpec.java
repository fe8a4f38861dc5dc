package dev.millrace.yaml;

import dev.millrace.core.row.Row;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Statistic;
import dev.millrace.ml.feature.TextOptions;
import dev.millrace.ml.feature.TimePart;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Features of a row, as of {@link Features}. */
sealed interface FeatureSpec {
  /**
   * Adds them.
   *
   * @param path where they stand in the file
   */
  void add(Features<Row> features, Columns columns, String path);

  @Kind("Numbers, as they are.")
  record Numeric(
      @Key(value = "A feature for each.", required = true) List<String> columns,
      @Key(
              value = "Whether they may be empty; learners then need missing=mean or such.",
              byDefault = "false")
          boolean missing)
      implements FeatureSpec {
    private static final String FOR_TEXTS = ", else give it a oneHot, hashed or hashedText feature";

    @Override
    public void add(Features<Row> features, Columns all, String path) {
      for (int i = 0; i < columns.size(); i++) {
        int at = all.number(path + ".columns." + i, columns.get(i), FOR_TEXTS);
        if (missing) {
          features.numericOrMissing(columns.get(i), row -> row.number(at));
        } else {
          features.numeric(columns.get(i), row -> row.number(at));
        }
      }
    }
  }

  @Kind("A feature per category, 1 for the row's own.")
  record OneHot(
      @Key("The column.") String column,
      @Key("The categories; without them they are learned as they come.") List<String> categories,
      @Key(
              value = "Without categories: how many are learned, later ones count as one.",
              byDefault = "100",
              min = 1,
              max = 100_000)
          int maxCategories)
      implements FeatureSpec {
    @Override
    public void add(Features<Row> features, Columns all, String path) {
      int at = all.any(path + ".column", column);
      if (categories.isEmpty()) {
        features.oneHot(column, row -> row.display(at), maxCategories);
      } else {
        features.oneHot(column, row -> row.display(at), categories.toArray(String[]::new));
      }
    }
  }

  @Kind("Categories of any number, hashed into slots.")
  record Hashed(
      @Key("The column.") String column,
      @Key(value = "How many features.", min = 1, max = 1 << 20) int slots)
      implements FeatureSpec {
    @Override
    public void add(Features<Row> features, Columns all, String path) {
      int at = all.any(path + ".column", column);
      features.hashed(column, row -> row.display(at), slots);
    }
  }

  @Kind("The words of a text, hashed and counted.")
  record HashedText(
      @Key("The column.") String column,
      @Key(value = "How many features.", byDefault = "1024", min = 1, max = 1 << 20) int slots,
      @Key(
              value = "The longest run of words that counts as one.",
              byDefault = "1",
              min = 1,
              max = 5)
          int nGrams)
      implements FeatureSpec {
    @Override
    public void add(Features<Row> features, Columns all, String path) {
      int at = all.text(path + ".column", column);
      features.hashedText(column, row -> row.text(at), new TextOptions(slots, nGrams));
    }
  }

  @Kind("Where in the day and the week a time lies.")
  record Time(
      @Key(
              "The column: ISO texts (UTC unless said), or numbers of seconds or milliseconds since 1970.")
          String column,
      @Key(value = "The time zone of days.", byDefault = "UTC") String zone,
      @Key("Which features; default: all.") List<TimePart> parts)
      implements FeatureSpec {
    @Override
    public void add(Features<Row> features, Columns all, String path) {
      TimeColumn time = new TimeColumn(all.any(path + ".column", column));
      ZoneId where;
      try {
        where = ZoneId.of(zone);
      } catch (DateTimeException e) {
        throw all.document()
            .mistake(
                path + ".zone",
                "expected a time zone such as UTC or Europe/Berlin, got '" + zone + "'");
      }
      features.time(column, time, where, parts.toArray(TimePart[]::new));
    }
  }

  @Kind("The numbers that a key's rows had some rows before.")
  record Lag(
      @Key("The column of numbers.") String column,
      @Key("The column whose values tell keys apart; default: all rows together.")
          Optional<String> key,
      @Key(value = "How many rows before.", required = true, min = 1, max = 10_000)
          List<Integer> lags)
      implements FeatureSpec {
    @Override
    public void add(Features<Row> features, Columns all, String path) {
      int at = all.number(path + ".column", column);
      features.lag(
          column,
          all.key(path + ".key", key),
          row -> row.number(at),
          lags.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  @Kind("Statistics over a key's last rows, the row itself not among them.")
  record Rolling(
      @Key("The column of numbers.") String column,
      @Key("The column whose values tell keys apart; default: all rows together.")
          Optional<String> key,
      @Key(value = "Over how many rows.", min = 1, max = 10_000) int rows,
      @Key("Which; default: all.") List<Statistic> statistics)
      implements FeatureSpec {
    @Override
    public void add(Features<Row> features, Columns all, String path) {
      int at = all.number(path + ".column", column);
      features.rolling(
          column,
          all.key(path + ".key", key),
          row -> row.number(at),
          rows,
          statistics.toArray(Statistic[]::new));
    }
  }

  @Kind("Every feature of one times every feature of another, both named before.")
  record Interaction(
      @Key("By the column's name; name.lag and name.last10 for lags and rolling ones.") String left,
      @Key("The other one.") String right)
      implements FeatureSpec {
    @Override
    public void add(Features<Row> features, Columns all, String path) {
      features.interaction(left, right);
    }
  }
}
