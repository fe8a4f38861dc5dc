package dev.millrace.kinesis;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.source.BadRecordPolicy;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How to reach Kinesis, and how sources and sinks use it; immutable, made by {@link #of} and the
 * {@code with…} methods. Credentials are found by the AWS SDK's default provider chain
 * (environment, system properties, profile, web identity, container, instance) and are no part of
 * the options.
 *
 * <pre>{@code
 * KinesisOptions options = KinesisOptions.of("eu-central-1").withStart(new KinesisStart.Latest());
 * }</pre>
 *
 * @param region of AWS, such as {@code eu-central-1}
 * @param endpointText another endpoint than the region's, as an {@code http} or {@code https} URI;
 *     empty for the region's own
 * @param start sources: where a shard begins of which nothing has been read; default earliest
 * @param pollInterval sources: shortest time between two requests for records of one shard; at
 *     least 1 ms, default 200 ms, since Kinesis allows each shard five requests a second for all
 *     its readers together. Shorten it only for a server that has no such limit
 * @param discovery sources: how often to look for new shards; positive, default 10 s. When a shard
 *     ends, its children are looked for at once
 * @param patience how long Kinesis may be away, or turn everything down, before that is an error;
 *     from 1 s to 10 min, default 1 min
 * @param bufferBytes sources: how much may be read ahead of the pipeline, in all shards together;
 *     at least 1 MiB, default 64 MiB. One answer per shard, up to 10 MB, may come on top
 * @param badRecords sources: what becomes of records that cannot be decoded; default dead letter
 */
public record KinesisOptions(
    String region,
    String endpointText,
    KinesisStart start,
    Duration pollInterval,
    Duration discovery,
    Duration patience,
    long bufferBytes,
    BadRecordPolicy badRecords)
    implements Serializable {
  private static final Duration SHORTEST_POLL = Duration.ofMillis(1);

  public KinesisOptions {
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(badRecords, "badRecords");
    check(
        region.matches("[a-z0-9-]{1,64}"),
        "region must be one of AWS, such as eu-central-1, got '" + region + "'");
    check(
        endpointText.isEmpty() || endpointText.matches("https?://[^\\s/?#@]+/?"),
        "endpoint must be http://host:port or https://host:port, got '" + endpointText + "'");
    check(
        pollInterval.compareTo(SHORTEST_POLL) >= 0,
        "pollInterval must be at least 1 ms, got " + pollInterval);
    check(
        !discovery.isNegative() && !discovery.isZero(),
        "discovery must be positive, got " + discovery);
    check(
        patience.compareTo(Duration.ofSeconds(1)) >= 0
            && patience.compareTo(Duration.ofMinutes(10)) <= 0,
        "patience must be from 1 s to 10 min, got " + patience);
    check(bufferBytes >= 1 << 20, "bufferBytes must be at least 1 MiB, got " + bufferBytes);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new ConfigurationException(message);
    }
  }

  /** The defaults, in this region. */
  public static KinesisOptions of(String region) {
    return new KinesisOptions(
        region,
        "",
        new KinesisStart.Earliest(),
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        64L << 20,
        BadRecordPolicy.DEAD_LETTER);
  }

  /** Another endpoint than the region's; empty for the region's own. */
  public Optional<URI> endpoint() {
    return endpointText.isEmpty() ? Optional.empty() : Optional.of(URI.create(endpointText));
  }

  /** Of a VPC, or of a server that speaks Kinesis. */
  public KinesisOptions withEndpoint(URI newEndpoint) {
    return new KinesisOptions(
        region,
        newEndpoint.toString(),
        start,
        pollInterval,
        discovery,
        patience,
        bufferBytes,
        badRecords);
  }

  public KinesisOptions withStart(KinesisStart newStart) {
    return new KinesisOptions(
        region, endpointText, newStart, pollInterval, discovery, patience, bufferBytes, badRecords);
  }

  public KinesisOptions withPollInterval(Duration newPollInterval) {
    return new KinesisOptions(
        region, endpointText, start, newPollInterval, discovery, patience, bufferBytes, badRecords);
  }

  public KinesisOptions withDiscovery(Duration newDiscovery) {
    return new KinesisOptions(
        region, endpointText, start, pollInterval, newDiscovery, patience, bufferBytes, badRecords);
  }

  public KinesisOptions withPatience(Duration newPatience) {
    return new KinesisOptions(
        region, endpointText, start, pollInterval, discovery, newPatience, bufferBytes, badRecords);
  }

  public KinesisOptions withBufferBytes(long newBufferBytes) {
    return new KinesisOptions(
        region, endpointText, start, pollInterval, discovery, patience, newBufferBytes, badRecords);
  }

  public KinesisOptions withBadRecords(BadRecordPolicy newBadRecords) {
    return new KinesisOptions(
        region, endpointText, start, pollInterval, discovery, patience, bufferBytes, newBadRecords);
  }

  /** Where Kinesis is, for messages. */
  String place() {
    return endpointText.isEmpty() ? region : endpointText;
  }
}
