package dev.millrace.kafka;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.source.BadRecordPolicy;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * How to reach Kafka, and how sources and sinks use it; immutable, made by {@link #of} and the
 * {@code with…} methods.
 *
 * <pre>{@code
 * KafkaOptions options =
 *     KafkaOptions.of("broker-1:9093,broker-2:9093")
 *         .withProperty("security.protocol", "SASL_SSL")
 *         .withProperty("sasl.mechanism", "SCRAM-SHA-512")
 *         .withProperty("sasl.jaas.config", jaas)
 *         .withStart(new KafkaStart.Latest())
 *         .withGroup("fraud");
 * }</pre>
 *
 * <p>Secrets among the properties show in no message and not in {@link #toString}; Kafka's {@code
 * config.providers} keep them out of the program altogether. A source takes them along to the
 * machines that read.
 *
 * @param bootstrapServers {@code host:port}, several with commas
 * @param properties settings of Kafka's clients, as of Kafka's own documentation; those that
 *     delivery depends on are refused
 * @param start sources: where a partition begins of which nothing has been read; default earliest
 * @param isolation sources: whether records of transactions wait for their commit; default so
 * @param group sources: the consumer group that is told of committed offsets, for tools that show
 *     lag; no offset is ever read from there. Empty for none, the default
 * @param discovery sources: how often to look for new partitions and topics; positive, default 10 s
 * @param patience how long a broker may be away before that is an error; from 1 s to 10 min,
 *     default 1 min
 * @param badRecords sources: what becomes of records that cannot be decoded; default dead letter
 * @param delivery sinks: exactly once, by transactions, or at least once; default the former
 */
public record KafkaOptions(
    String bootstrapServers,
    Map<String, String> properties,
    KafkaStart start,
    Isolation isolation,
    String group,
    Duration discovery,
    Duration patience,
    BadRecordPolicy badRecords,
    Delivery delivery)
    implements Serializable {
  /** Which records of transactions a source reads. */
  public enum Isolation {
    /** Those of committed transactions, in the order of their offsets. */
    READ_COMMITTED,
    /** All, aborted ones too. */
    READ_UNCOMMITTED
  }

  /** What the sources and sinks decide. */
  private static final Set<String> RESERVED =
      Set.of(
          "bootstrap.servers",
          "key.serializer",
          "value.serializer",
          "key.deserializer",
          "value.deserializer",
          "group.id",
          "group.instance.id",
          "group.protocol",
          "enable.auto.commit",
          "auto.offset.reset",
          "isolation.level",
          "transactional.id",
          "enable.idempotence",
          "acks",
          "max.block.ms",
          "delivery.timeout.ms",
          "transaction.timeout.ms");

  public KafkaOptions {
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(isolation, "isolation");
    Objects.requireNonNull(badRecords, "badRecords");
    properties = Map.copyOf(properties);
    check(
        bootstrapServers.matches("[^\\s,]+:\\d{1,5}(,[^\\s,]+:\\d{1,5})*"),
        "bootstrapServers must be host:port, several with commas, got '" + bootstrapServers + "'");
    for (String key : properties.keySet()) {
      check(!RESERVED.contains(key), "the property '" + key + "' is set by Millrace; leave it out");
    }
    Secrets.checkLogin(properties);
    check(
        !group.isBlank() || group.isEmpty(), "group must be a name or empty, got '" + group + "'");
    check(
        !discovery.isNegative() && !discovery.isZero(),
        "discovery must be positive, got " + discovery);
    check(
        patience.compareTo(Duration.ofSeconds(1)) >= 0
            && patience.compareTo(Duration.ofMinutes(10)) <= 0,
        "patience must be from 1 s to 10 min, got " + patience);
    check(
        delivery == Delivery.EXACTLY_ONCE || delivery == Delivery.AT_LEAST_ONCE,
        "delivery must be exactly or at least once, got " + delivery);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new ConfigurationException(message);
    }
  }

  /** The defaults, at these brokers. */
  public static KafkaOptions of(String bootstrapServers) {
    return new KafkaOptions(
        bootstrapServers,
        Map.of(),
        new KafkaStart.Earliest(),
        Isolation.READ_COMMITTED,
        "",
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        BadRecordPolicy.DEAD_LETTER,
        Delivery.EXACTLY_ONCE);
  }

  /** With one more setting of Kafka's clients. */
  public KafkaOptions withProperty(String key, String value) {
    Map<String, String> all = new TreeMap<>(properties);
    all.put(key, value);
    return new KafkaOptions(
        bootstrapServers, all, start, isolation, group, discovery, patience, badRecords, delivery);
  }

  public KafkaOptions withStart(KafkaStart newStart) {
    return new KafkaOptions(
        bootstrapServers,
        properties,
        newStart,
        isolation,
        group,
        discovery,
        patience,
        badRecords,
        delivery);
  }

  public KafkaOptions withIsolation(Isolation newIsolation) {
    return new KafkaOptions(
        bootstrapServers,
        properties,
        start,
        newIsolation,
        group,
        discovery,
        patience,
        badRecords,
        delivery);
  }

  public KafkaOptions withGroup(String newGroup) {
    return new KafkaOptions(
        bootstrapServers,
        properties,
        start,
        isolation,
        newGroup,
        discovery,
        patience,
        badRecords,
        delivery);
  }

  public KafkaOptions withDiscovery(Duration newDiscovery) {
    return new KafkaOptions(
        bootstrapServers,
        properties,
        start,
        isolation,
        group,
        newDiscovery,
        patience,
        badRecords,
        delivery);
  }

  public KafkaOptions withPatience(Duration newPatience) {
    return new KafkaOptions(
        bootstrapServers,
        properties,
        start,
        isolation,
        group,
        discovery,
        newPatience,
        badRecords,
        delivery);
  }

  public KafkaOptions withBadRecords(BadRecordPolicy newBadRecords) {
    return new KafkaOptions(
        bootstrapServers,
        properties,
        start,
        isolation,
        group,
        discovery,
        patience,
        newBadRecords,
        delivery);
  }

  public KafkaOptions withDelivery(Delivery newDelivery) {
    return new KafkaOptions(
        bootstrapServers,
        properties,
        start,
        isolation,
        group,
        discovery,
        patience,
        badRecords,
        newDelivery);
  }

  /** Everything but secrets. */
  @Override
  public String toString() {
    return "KafkaOptions["
        + bootstrapServers
        + ", "
        + Secrets.masked(properties)
        + ", "
        + start
        + ", "
        + isolation
        + ", group '"
        + group
        + "', discovery "
        + discovery
        + ", patience "
        + patience
        + ", "
        + badRecords
        + ", "
        + delivery
        + "]";
  }
}
