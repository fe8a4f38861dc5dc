package dev.millrace.socket;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.log.LogOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How lines are received and logged; immutable, made by {@link #defaults} and the {@code with…}
 * methods.
 *
 * @param bindAddress listening: the address to listen at; default the loopback address, so that
 *     only this machine can connect
 * @param maxConnections listening: most senders at a time, others wait; default 64
 * @param firstRetry connecting: wait before the first try to connect again; doubled each time
 * @param lastRetry connecting: longest wait before a try
 * @param maxLineBytes longest line; a longer one is a bad record. 1 to 64 MiB, default 1 MiB
 * @param log how what was received is kept; while it is full, nothing is received
 * @param badRecords what becomes of lines that cannot be decoded; default dead letter
 */
public record SocketOptions(
    String bindAddress,
    int maxConnections,
    Duration firstRetry,
    Duration lastRetry,
    int maxLineBytes,
    LogOptions log,
    BadRecordPolicy badRecords)
    implements Serializable {
  private static final SocketOptions DEFAULTS =
      new SocketOptions(
          "127.0.0.1",
          64,
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          1 << 20,
          LogOptions.defaults(),
          BadRecordPolicy.DEAD_LETTER);

  public SocketOptions {
    Objects.requireNonNull(bindAddress, "bindAddress");
    Objects.requireNonNull(log, "log");
    Objects.requireNonNull(badRecords, "badRecords");
    check(maxConnections >= 1, "maxConnections must be positive, got " + maxConnections);
    check(
        !firstRetry.isNegative() && !firstRetry.isZero() && firstRetry.compareTo(lastRetry) <= 0,
        "firstRetry must be positive and at most lastRetry, got " + firstRetry + ", " + lastRetry);
    check(
        maxLineBytes >= 1 && maxLineBytes <= 64 << 20,
        "maxLineBytes must be from 1 to 64 MiB, got " + maxLineBytes);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new ConfigurationException(message);
    }
  }

  public static SocketOptions defaults() {
    return DEFAULTS;
  }

  public SocketOptions withBindAddress(String newBindAddress) {
    return new SocketOptions(
        newBindAddress, maxConnections, firstRetry, lastRetry, maxLineBytes, log, badRecords);
  }

  public SocketOptions withMaxConnections(int newMaxConnections) {
    return new SocketOptions(
        bindAddress, newMaxConnections, firstRetry, lastRetry, maxLineBytes, log, badRecords);
  }

  public SocketOptions withRetries(Duration newFirstRetry, Duration newLastRetry) {
    return new SocketOptions(
        bindAddress, maxConnections, newFirstRetry, newLastRetry, maxLineBytes, log, badRecords);
  }

  public SocketOptions withMaxLineBytes(int newMaxLineBytes) {
    return new SocketOptions(
        bindAddress, maxConnections, firstRetry, lastRetry, newMaxLineBytes, log, badRecords);
  }

  public SocketOptions withLog(LogOptions newLog) {
    return new SocketOptions(
        bindAddress, maxConnections, firstRetry, lastRetry, maxLineBytes, newLog, badRecords);
  }

  public SocketOptions withBadRecords(BadRecordPolicy newBadRecords) {
    return new SocketOptions(
        bindAddress, maxConnections, firstRetry, lastRetry, maxLineBytes, log, newBadRecords);
  }
}
