package dev.millrace.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.source.Source;
import dev.millrace.file.CsvSchema;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSource;
import dev.millrace.ml.catalog.Suggestion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A first file for somebody's data: looks at the first {@value #ROWS} rows, guesses what is to be
 * predicted and which columns are good for it, and says so in comments. What it writes runs.
 *
 * <pre>{@code
 * String yaml = PipelineDraft.ofCsv(Path.of("payments.csv"), Optional.of("fraud"));
 * }</pre>
 */
public final class PipelineDraft {
  /** How many rows it looks at. */
  public static final int ROWS = 10_000;

  /** What there is to be read. */
  record Origin(String name, List<String> source, boolean ends, List<ColumnProfile> columns) {}

  private PipelineDraft() {}

  /**
   * For a CSV file with a header.
   *
   * @param target the column to predict; empty to guess
   * @throws ConfigurationException if there is no such column, or no row
   * @throws IOException if the file cannot be read
   */
  public static String ofCsv(Path file, Optional<String> target) throws IOException {
    char delimiter = Delimiter.of(file);
    FileOptions options = FileOptions.defaults().withDelimiter(delimiter);
    List<String> names =
        CsvSchema.infer(file, options).columns().stream().map(RowSchema.Column::name).toList();
    List<RowSchema.Column> texts =
        names.stream().map(name -> new RowSchema.Column(name, RowSchema.Type.TEXT)).toList();
    List<ColumnProfile> columns = names.stream().map(ColumnProfile::new).toList();
    read(
        file.toString(),
        FileSource.csv(file, options.withSchema(new RowSchema(texts))),
        (Row row) -> {
          for (int i = 0; i < columns.size(); i++) {
            columns.get(i).add(row.text(i));
          }
        });
    List<String> source =
        new ArrayList<>(List.of("type: csv", "path: " + Yaml.text(file.toString())));
    if (delimiter != ',') {
      source.add("delimiter: " + Yaml.text(String.valueOf(delimiter)));
    }
    String name =
        file.getFileName().toString().replaceFirst("(\\.csv|\\.tsv|\\.txt)?(\\.gz)?$", "");
    return text(new Origin(name, source, true, columns), target);
  }

  /**
   * For a topic of Apache Kafka with JSON objects; needs {@code millrace-kafka}.
   *
   * @param brokers {@code host:port}, several with commas
   * @param target the column to predict; empty to guess
   * @throws ConfigurationException if there is no such topic, no object in it, or no such column
   */
  public static String ofTopic(String brokers, String topic, Optional<String> target)
      throws IOException {
    Map<String, ColumnProfile> columns = new LinkedHashMap<>();
    long[] objects = {0};
    read(
        "topic " + topic,
        Kafka.connected(() -> KafkaParts.objects(brokers, topic)),
        (JsonNode object) -> {
          if (object.isObject()) {
            Map<String, String> values = new LinkedHashMap<>();
            flatten("", object, values);
            for (String name : values.keySet()) {
              columns.computeIfAbsent(name, key -> missedFirst(key, objects[0]));
            }
            columns.forEach((name, column) -> column.add(values.getOrDefault(name, "")));
            objects[0]++;
          }
        });
    if (columns.isEmpty()) {
      throw new ConfigurationException("topic " + topic + " holds no JSON objects");
    }
    List<String> source =
        List.of(
            "type: kafka", "brokers: " + Yaml.text(brokers), "topics: [" + Yaml.text(topic) + "]");
    return text(new Origin(topic, source, false, List.copyOf(columns.values())), target);
  }

  private static ColumnProfile missedFirst(String name, long objects) {
    ColumnProfile column = new ColumnProfile(name);
    for (long i = 0; i < objects; i++) {
      column.add("");
    }
    return column;
  }

  /** The values of an object, those of objects within under {@code outer.inner}. */
  private static void flatten(String prefix, JsonNode object, Map<String, String> values) {
    object
        .properties()
        .forEach(
            field -> {
              String name = prefix + field.getKey();
              JsonNode value = field.getValue();
              if (value.isObject()) {
                flatten(name + ".", value, values);
              } else if (!value.isArray()) {
                values.put(name, value.isNull() ? "" : value.asText());
              }
            });
  }

  private static <T> void read(String what, Source<T> source, Consumer<T> consumer)
      throws IOException {
    long rows;
    try {
      rows = Sample.read(source, ROWS, consumer);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(what + " cannot be read: " + e.getMessage(), e);
    }
    if (rows == 0) {
      throw new ConfigurationException(what + " holds no row that can be read");
    }
  }

  private static String text(Origin origin, Optional<String> target) {
    return new DraftText(origin, target(origin.columns(), target), target.isEmpty()).write();
  }

  /** The column that is named, or is called so, or is the last one that has several values. */
  private static ColumnProfile target(List<ColumnProfile> columns, Optional<String> named) {
    List<String> names = columns.stream().map(ColumnProfile::name).toList();
    if (named.isPresent()) {
      int at = names.indexOf(named.get());
      if (at < 0) {
        throw new ConfigurationException(
            "no column '" + named.get() + "'" + Suggestion.among("there are", names, named.get()));
      }
      ColumnProfile column = columns.get(at);
      if (column.distinct().size() < 2 || (column.isClass() && column.hasTooManyValues())) {
        throw new ConfigurationException(
            "column '"
                + named.get()
                + "' cannot be predicted: "
                + (column.hasTooManyValues()
                    ? "its texts have too many values to be classes"
                    : "it has less than two values"));
      }
      return column;
    }
    List<ColumnProfile> possible =
        columns.stream()
            .filter(c -> c.distinct().size() >= 2 && !(c.isClass() && c.distinct().size() > 50))
            .toList();
    return possible.stream()
        .filter(ColumnProfile::isCalledTarget)
        .findFirst()
        .or(() -> possible.stream().reduce((first, second) -> second))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "no column can be predicted: each has one value, or too many"));
  }
}
