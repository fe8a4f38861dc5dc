package dev.millrace.web;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.log.LogOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How a feed is received; immutable, made by {@link #defaults} and the {@code with…} methods.
 *
 * @param headers of the request, for instance {@code Authorization}; their values show nowhere
 * @param connectTimeout how long connecting may take; default 10 s
 * @param heartbeat how long the feed may be silent before the connection is taken for dead and made
 *     again; default 1 min. A WebSocket is pinged three times as often, and an answer is a sound
 * @param firstRetry wait before the first try to connect again; doubled each time, default 100 ms
 * @param lastRetry longest wait before a try; default 30 s
 * @param maxMessageBytes longest message; a longer one is a bad record. 1 to 32 MiB, default 1 MiB
 * @param log how what was received is kept; while it is full, nothing is received. What is kept of
 *     committed messages, 16 MiB by default, tells a restart where ids and sequences were
 * @param badRecords what becomes of messages that cannot be decoded; default dead letter
 */
public record FeedOptions(
    Map<String, String> headers,
    Duration connectTimeout,
    Duration heartbeat,
    Duration firstRetry,
    Duration lastRetry,
    int maxMessageBytes,
    LogOptions log,
    BadRecordPolicy badRecords)
    implements Serializable {
  private static final FeedOptions DEFAULTS =
      new FeedOptions(
          Map.of(),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMillis(100),
          Duration.ofSeconds(30),
          1 << 20,
          LogOptions.defaults().withKeptBytes(16 << 20),
          BadRecordPolicy.DEAD_LETTER);

  public FeedOptions {
    headers = Map.copyOf(headers);
    headers.forEach(FeedOptions::requireHeader);
    Objects.requireNonNull(log, "log");
    Objects.requireNonNull(badRecords, "badRecords");
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("heartbeat", heartbeat);
    requirePositive("firstRetry", firstRetry);
    check(
        firstRetry.compareTo(lastRetry) <= 0,
        "firstRetry must be at most lastRetry, got " + firstRetry + ", " + lastRetry);
    check(
        maxMessageBytes >= 1 && maxMessageBytes <= 32 << 20,
        "maxMessageBytes must be from 1 to 32 MiB, got " + maxMessageBytes);
  }

  /** Here, since the client's own words would show the value. */
  private static void requireHeader(String name, String value) {
    check(
        name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+"),
        "a header's name must be letters, digits and hyphens, got '" + name + "'");
    check(
        value.matches("[\\x21-\\x7E]([\\x20-\\x7E\\t]*[\\x21-\\x7E])?"),
        "the value of the header "
            + name
            + " must be visible characters of ASCII, with nothing before or behind them; a line end"
            + " behind a secret is the usual mistake");
  }

  private static void requirePositive(String name, Duration value) {
    check(!value.isNegative() && !value.isZero(), name + " must be positive, got " + value);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new ConfigurationException(message);
    }
  }

  public static FeedOptions defaults() {
    return DEFAULTS;
  }

  /** With one more header of the request. */
  public FeedOptions withHeader(String name, String value) {
    Map<String, String> all = new TreeMap<>(headers);
    all.put(name, value);
    return new FeedOptions(
        all, connectTimeout, heartbeat, firstRetry, lastRetry, maxMessageBytes, log, badRecords);
  }

  public FeedOptions withConnectTimeout(Duration to) {
    return new FeedOptions(
        headers, to, heartbeat, firstRetry, lastRetry, maxMessageBytes, log, badRecords);
  }

  public FeedOptions withHeartbeat(Duration to) {
    return new FeedOptions(
        headers, connectTimeout, to, firstRetry, lastRetry, maxMessageBytes, log, badRecords);
  }

  public FeedOptions withRetries(Duration first, Duration last) {
    return new FeedOptions(
        headers, connectTimeout, heartbeat, first, last, maxMessageBytes, log, badRecords);
  }

  public FeedOptions withMaxMessageBytes(int to) {
    return new FeedOptions(
        headers, connectTimeout, heartbeat, firstRetry, lastRetry, to, log, badRecords);
  }

  public FeedOptions withLog(LogOptions to) {
    return new FeedOptions(
        headers, connectTimeout, heartbeat, firstRetry, lastRetry, maxMessageBytes, to, badRecords);
  }

  public FeedOptions withBadRecords(BadRecordPolicy to) {
    return new FeedOptions(
        headers, connectTimeout, heartbeat, firstRetry, lastRetry, maxMessageBytes, log, to);
  }

  /** Everything but the values of headers. */
  @Override
  public String toString() {
    return "FeedOptions[headers "
        + new TreeMap<>(headers).keySet()
        + ", connectTimeout "
        + connectTimeout
        + ", heartbeat "
        + heartbeat
        + ", retries "
        + firstRetry
        + " to "
        + lastRetry
        + ", messages up to "
        + maxMessageBytes
        + " bytes, "
        + log
        + ", "
        + badRecords
        + "]";
  }
}
