package dev.millrace.flume;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.log.LogOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How events are received, logged and sent; immutable, made by {@link #defaults} and the {@code
 * with…} methods.
 *
 * @param bindAddress sources: the address to listen at; default the loopback address, so that only
 *     agents of this machine can connect
 * @param maxConnections sources: most connections at a time, others are closed; default 64
 * @param maxRequestBytes sources: a connection that sends more than this before it is answered is
 *     closed; from 1 KiB to 16 MiB, the default
 * @param log sources: how the log is kept; while it is full, events are refused. By default as
 *     {@link LogOptions#defaults} say, but with a linger of 10 ms, which agents do not notice: they
 *     are answered before
 * @param idHeader sources: the header by which an event is known that was received before, and
 *     dropped; empty for none, the default
 * @param knownIds sources: how many of the newest events are known so, after a restart as far as
 *     the log still has them; at least 1, default 100,000. Takes about 150 bytes each
 * @param sendEvents sinks: most events of a request; from 1 to 100,000, default 1,000
 * @param answer sinks: how long to wait for a connection or an answer; at least 1 s, default 20 s
 * @param patience sinks: how long an agent may be away or refuse before that is an error; from 1 s
 *     to 10 min, default 1 min
 * @param badRecords sources: what becomes of events that cannot be decoded; default dead letter
 */
public record FlumeOptions(
    String bindAddress,
    int maxConnections,
    int maxRequestBytes,
    LogOptions log,
    String idHeader,
    int knownIds,
    int sendEvents,
    Duration answer,
    Duration patience,
    BadRecordPolicy badRecords)
    implements Serializable {
  /** What is kept of the log besides, where ids are to be known after a restart. */
  private static final long KEPT_BYTES = 64 << 20;

  private static final FlumeOptions DEFAULTS =
      new FlumeOptions(
          "127.0.0.1",
          64,
          16 << 20,
          LogOptions.defaults().withLinger(Duration.ofMillis(10)),
          "",
          100_000,
          1_000,
          Duration.ofSeconds(20),
          Duration.ofMinutes(1),
          BadRecordPolicy.DEAD_LETTER);

  public FlumeOptions {
    Objects.requireNonNull(log, "log");
    Objects.requireNonNull(badRecords, "badRecords");
    check(!bindAddress.isBlank(), "bindAddress must not be blank");
    check(!idHeader.isBlank() || idHeader.isEmpty(), "idHeader must be a name or empty");
    check(maxConnections >= 1, "maxConnections must be positive, got " + maxConnections);
    check(
        maxRequestBytes >= 1 << 10 && maxRequestBytes <= 16 << 20,
        "maxRequestBytes must be from 1 KiB to 16 MiB, got " + maxRequestBytes);
    check(knownIds >= 1, "knownIds must be positive, got " + knownIds);
    check(
        sendEvents >= 1 && sendEvents <= 100_000,
        "sendEvents must be from 1 to 100,000, got " + sendEvents);
    check(
        answer.compareTo(Duration.ofSeconds(1)) >= 0, "answer must be at least 1 s, got " + answer);
    check(
        patience.compareTo(Duration.ofSeconds(1)) >= 0
            && patience.compareTo(Duration.ofMinutes(10)) <= 0,
        "patience must be from 1 s to 10 min, got " + patience);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new ConfigurationException(message);
    }
  }

  public static FlumeOptions defaults() {
    return DEFAULTS;
  }

  public FlumeOptions withBindAddress(String newBindAddress) {
    return new FlumeOptions(
        newBindAddress,
        maxConnections,
        maxRequestBytes,
        log,
        idHeader,
        knownIds,
        sendEvents,
        answer,
        patience,
        badRecords);
  }

  public FlumeOptions withMaxConnections(int newMaxConnections) {
    return new FlumeOptions(
        bindAddress,
        newMaxConnections,
        maxRequestBytes,
        log,
        idHeader,
        knownIds,
        sendEvents,
        answer,
        patience,
        badRecords);
  }

  public FlumeOptions withMaxRequestBytes(int newMaxRequestBytes) {
    return new FlumeOptions(
        bindAddress,
        maxConnections,
        newMaxRequestBytes,
        log,
        idHeader,
        knownIds,
        sendEvents,
        answer,
        patience,
        badRecords);
  }

  public FlumeOptions withLog(LogOptions newLog) {
    return new FlumeOptions(
        bindAddress,
        maxConnections,
        maxRequestBytes,
        newLog,
        idHeader,
        knownIds,
        sendEvents,
        answer,
        patience,
        badRecords);
  }

  /**
   * Drops events whose header says that they were received before; keeps 64 MiB more of the log.
   */
  public FlumeOptions withIds(String newIdHeader, int newKnownIds) {
    return new FlumeOptions(
        bindAddress,
        maxConnections,
        maxRequestBytes,
        log.withKeptBytes(Math.max(KEPT_BYTES, log.keptBytes())),
        newIdHeader,
        newKnownIds,
        sendEvents,
        answer,
        patience,
        badRecords);
  }

  public FlumeOptions withSendEvents(int newSendEvents) {
    return new FlumeOptions(
        bindAddress,
        maxConnections,
        maxRequestBytes,
        log,
        idHeader,
        knownIds,
        newSendEvents,
        answer,
        patience,
        badRecords);
  }

  public FlumeOptions withAnswer(Duration newAnswer) {
    return new FlumeOptions(
        bindAddress,
        maxConnections,
        maxRequestBytes,
        log,
        idHeader,
        knownIds,
        sendEvents,
        newAnswer,
        patience,
        badRecords);
  }

  public FlumeOptions withPatience(Duration newPatience) {
    return new FlumeOptions(
        bindAddress,
        maxConnections,
        maxRequestBytes,
        log,
        idHeader,
        knownIds,
        sendEvents,
        answer,
        newPatience,
        badRecords);
  }

  public FlumeOptions withBadRecords(BadRecordPolicy newBadRecords) {
    return new FlumeOptions(
        bindAddress,
        maxConnections,
        maxRequestBytes,
        log,
        idHeader,
        knownIds,
        sendEvents,
        answer,
        patience,
        newBadRecords);
  }
}
