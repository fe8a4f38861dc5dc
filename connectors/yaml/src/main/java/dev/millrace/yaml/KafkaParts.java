package dev.millrace.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.source.Source;
import dev.millrace.kafka.KafkaFormat;
import dev.millrace.kafka.KafkaOptions;
import dev.millrace.kafka.KafkaSink;
import dev.millrace.kafka.KafkaSource;
import dev.millrace.kafka.KafkaStart;
import dev.millrace.kafka.KafkaTopics;
import dev.millrace.yaml.document.EnvironmentSecret;
import java.util.Map;

/** What needs {@code millrace-kafka}: loaded when a pipeline has such a part, and not before. */
final class KafkaParts {
  private KafkaParts() {}

  static RowStream source(Kafka.KafkaTopic topic, StreamingContext context, String name) {
    KafkaOptions options =
        options(topic.brokers(), topic.properties(), topic.secrets())
            .withStart(start(topic.start()))
            .withGroup(topic.group().orElse(""));
    KafkaTopics topics = KafkaTopics.named(topic.topics().toArray(String[]::new));
    if (topic.columns().isEmpty()) {
      return FileSources.TextLines.lines(
          context, name, KafkaSource.values(options, topics, KafkaFormat.text()));
    }
    JsonRow rows = new JsonRow(Rows.schema(topic.columns()));
    return new RowStream(
        rows.columns(),
        context.source(name, KafkaSource.values(options, topics, new JsonRows(rows))));
  }

  /** The JSON values of a topic, from the first on that are kept. */
  static Source<JsonNode> objects(String brokers, String topic) {
    return KafkaSource.values(
        KafkaOptions.of(brokers), KafkaTopics.named(topic), KafkaFormat.json(JsonNode.class));
  }

  static Sink<Row> sink(Kafka.KafkaOutput output, RowSchema columns) {
    KafkaOptions options =
        options(output.brokers(), output.properties(), output.secrets())
            .withDelivery(
                output.delivery() == Kafka.Guarantee.EXACTLY_ONCE
                    ? Delivery.EXACTLY_ONCE
                    : Delivery.AT_LEAST_ONCE);
    KafkaSink<Row> sink =
        KafkaSink.values(options, output.topic(), new JsonRows(new JsonRow(columns)));
    if (output.key().isEmpty()) {
      return sink;
    }
    int key = columns.index(output.key().get());
    return sink.withKey(row -> row.display(key));
  }

  private static KafkaOptions options(
      String brokers, Map<String, String> properties, Map<String, EnvironmentSecret> secrets) {
    KafkaOptions options = KafkaOptions.of(brokers);
    for (Map.Entry<String, String> property : properties.entrySet()) {
      options = options.withProperty(property.getKey(), property.getValue());
    }
    for (Map.Entry<String, EnvironmentSecret> secret : secrets.entrySet()) {
      options = options.withProperty(secret.getKey(), secret.getValue().value());
    }
    return options;
  }

  private static KafkaStart start(Kafka.Start start) {
    if (start.at().isPresent()) {
      return new KafkaStart.At(start.at().get());
    }
    return start.latest() ? new KafkaStart.Latest() : new KafkaStart.Earliest();
  }

  /** Rows as JSON objects. */
  private record JsonRows(JsonRow rows) implements KafkaFormat<Row> {
    private static final KafkaFormat<Map<String, Object>> OBJECTS = objects();

    @SuppressWarnings("unchecked") // what is written is a map of texts and numbers
    private static KafkaFormat<Map<String, Object>> objects() {
      return (KafkaFormat<Map<String, Object>>) (KafkaFormat<?>) KafkaFormat.json(Map.class);
    }

    @Override
    public Row decode(byte[] data) throws Exception {
      return rows.read(data, 0, data.length);
    }

    @Override
    public byte[] encode(Row row) throws Exception {
      return OBJECTS.encode(JsonRow.object(row));
    }
  }
}
