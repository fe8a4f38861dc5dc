package dev.millrace.yaml;

import dev.millrace.core.StreamingContext;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.Sink;
import dev.millrace.yaml.Rows.ColumnType;
import dev.millrace.yaml.document.EnvironmentSecret;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import dev.millrace.yaml.document.Text;
import dev.millrace.yaml.document.WrongKeyException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Topics of Apache Kafka; the artifact {@code millrace-kafka} is needed once they are opened. */
final class Kafka {
  static final String BROKERS = "host:port, several with commas.";
  static final String PROPERTIES = "Settings of Kafka's clients.";
  static final String SECRETS = "Those that are secret, such as ${env:JAAS}.";
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|secret|token|credential|jaas).*");

  private Kafka() {}

  private static void checkNoSecret(Map<String, String> properties) {
    for (String property : properties.keySet()) {
      if (SECRET.matcher(property).matches()) {
        throw new WrongKeyException(
            "properties",
            "'"
                + property
                + "' is a secret; put it under secrets, as a reference such as ${env:JAAS}");
      }
    }
  }

  static <T> T connected(Supplier<T> opening) {
    return Artifact.opened("Kafka", "millrace-kafka", opening);
  }

  /** Where a topic is begun. */
  @Text("earliest, latest, or a time such as 2026-01-31T12:00:00Z")
  record Start(Optional<Instant> at, boolean latest) {
    static Start parse(String text) {
      return switch (text) {
        case "earliest" -> new Start(Optional.empty(), false);
        case "latest" -> new Start(Optional.empty(), true);
        default -> new Start(Optional.of(TimeColumn.ofText(text)), false);
      };
    }
  }

  @Kind(
      value =
          "Topics of Apache Kafka: JSON objects where columns are named, else texts in the column"
              + " 'line'.",
      type = "kafka")
  record KafkaTopic(
      @Key(BROKERS) String brokers,
      @Key(value = "The topics.", required = true) List<String> topics,
      @Key("The properties to read: number or text; a.b is property b of a.")
          Map<String, ColumnType> columns,
      @Key(value = "Where to begin: earliest, latest, or a time.", byDefault = "earliest")
          Start start,
      @Key("The consumer group that is told of what was read, for tools that show lag.")
          Optional<String> group,
      @Key(PROPERTIES) Map<String, String> properties,
      @Key(SECRETS) Map<String, EnvironmentSecret> secrets)
      implements SourceSpec {
    KafkaTopic {
      checkNoSecret(properties);
    }

    @Override
    public RowStream open(StreamingContext context, String name) {
      return connected(() -> KafkaParts.source(this, context, name));
    }
  }

  @Kind(value = "A topic of Apache Kafka: a JSON object per row.", type = "kafka")
  record KafkaOutput(
      @Key(BROKERS) String brokers,
      @Key("The topic, which has to exist.") String topic,
      @Key("The column by which Kafka chooses the partition; default: none.") Optional<String> key,
      @Key(value = "Exactly once by transactions, or at least once.", byDefault = "exactlyOnce")
          Guarantee delivery,
      @Key(PROPERTIES) Map<String, String> properties,
      @Key(SECRETS) Map<String, EnvironmentSecret> secrets)
      implements SinkSpec {
    KafkaOutput {
      checkNoSecret(properties);
    }

    @Override
    public Sink<Row> open(RowSchema columns) {
      key.ifPresent(column -> Rows.index(columns, "key", column));
      return connected(() -> KafkaParts.sink(this, columns));
    }

    @Override
    public String place() {
      return "topic " + topic;
    }
  }

  /** What readers of a topic may count on. */
  enum Guarantee {
    EXACTLY_ONCE,
    AT_LEAST_ONCE
  }
}
