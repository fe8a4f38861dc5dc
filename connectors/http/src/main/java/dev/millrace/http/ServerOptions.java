package dev.millrace.http;

import dev.millrace.core.ConfigurationException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Settings of a {@link PredictionServer}; immutable, made by {@link #defaults} and the {@code
 * with…} methods.
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.defaults()
 *     .withHost("0.0.0.0")
 *     .withPort(8461)
 *     .withToken(BearerToken.fromEnvironment("MILLRACE_TOKEN"));
 * }</pre>
 *
 * @param host the address to listen on; default 127.0.0.1. Any address but a loopback one needs a
 *     token
 * @param port the port; 0 takes a free one, see {@link PredictionServer#port}; default {@value
 *     #DEFAULT_PORT}
 * @param token what clients must send; default none. The health endpoints are open in any case
 * @param maxBodyBytes the longest body of a request; default 1 MiB, at most 64 MiB
 * @param maxRows the most rows of a request; default 10,000
 * @param threads how many requests are predicted at a time; default: the number of cores
 * @param queue how many requests may wait for a thread before further ones are told to come back
 *     (503); default 256
 * @param maxConnections how many connections may be open; further ones wait to be accepted; default
 *     1,024
 * @param idleTimeout how long a connection may be silent; default 30 s
 * @param requestTimeout how long a client may take to send a whole request, and to take the answer,
 *     however it trickles; default 30 s
 * @param stopTimeout how long {@link PredictionServer#close} waits for requests under way; default
 *     5 s
 */
public record ServerOptions(
    String host,
    int port,
    Optional<BearerToken> token,
    int maxBodyBytes,
    int maxRows,
    int threads,
    int queue,
    int maxConnections,
    Duration idleTimeout,
    Duration requestTimeout,
    Duration stopTimeout) {
  /** Where a server of Millrace listens unless somebody says otherwise. */
  public static final int DEFAULT_PORT = 8460;

  public ServerOptions {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(token, "token");
    check("port", port, 0, 65_535);
    check("maxBodyBytes", maxBodyBytes, 1, 64 << 20);
    check("maxRows", maxRows, 1, Integer.MAX_VALUE);
    check("threads", threads, 1, 1_024);
    check("queue", queue, 1, 1 << 20);
    check("maxConnections", maxConnections, 1, 1 << 20);
    check("idleTimeout", idleTimeout);
    check("requestTimeout", requestTimeout);
    check("stopTimeout", stopTimeout);
  }

  /** Loopback only, port {@value #DEFAULT_PORT}, no token. */
  public static ServerOptions defaults() {
    return new ServerOptions(
        "127.0.0.1",
        DEFAULT_PORT,
        Optional.empty(),
        1 << 20,
        10_000,
        Runtime.getRuntime().availableProcessors(),
        256,
        1_024,
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5));
  }

  public ServerOptions withHost(String to) {
    return new ServerOptions(
        to,
        port,
        token,
        maxBodyBytes,
        maxRows,
        threads,
        queue,
        maxConnections,
        idleTimeout,
        requestTimeout,
        stopTimeout);
  }

  public ServerOptions withPort(int to) {
    return new ServerOptions(
        host,
        to,
        token,
        maxBodyBytes,
        maxRows,
        threads,
        queue,
        maxConnections,
        idleTimeout,
        requestTimeout,
        stopTimeout);
  }

  public ServerOptions withToken(BearerToken to) {
    return new ServerOptions(
        host,
        port,
        Optional.of(to),
        maxBodyBytes,
        maxRows,
        threads,
        queue,
        maxConnections,
        idleTimeout,
        requestTimeout,
        stopTimeout);
  }

  public ServerOptions withMaxBodyBytes(int to) {
    return new ServerOptions(
        host,
        port,
        token,
        to,
        maxRows,
        threads,
        queue,
        maxConnections,
        idleTimeout,
        requestTimeout,
        stopTimeout);
  }

  public ServerOptions withMaxRows(int to) {
    return new ServerOptions(
        host,
        port,
        token,
        maxBodyBytes,
        to,
        threads,
        queue,
        maxConnections,
        idleTimeout,
        requestTimeout,
        stopTimeout);
  }

  public ServerOptions withThreads(int to) {
    return new ServerOptions(
        host,
        port,
        token,
        maxBodyBytes,
        maxRows,
        to,
        queue,
        maxConnections,
        idleTimeout,
        requestTimeout,
        stopTimeout);
  }

  public ServerOptions withQueue(int to) {
    return new ServerOptions(
        host,
        port,
        token,
        maxBodyBytes,
        maxRows,
        threads,
        to,
        maxConnections,
        idleTimeout,
        requestTimeout,
        stopTimeout);
  }

  public ServerOptions withMaxConnections(int to) {
    return new ServerOptions(
        host,
        port,
        token,
        maxBodyBytes,
        maxRows,
        threads,
        queue,
        to,
        idleTimeout,
        requestTimeout,
        stopTimeout);
  }

  public ServerOptions withIdleTimeout(Duration to) {
    return new ServerOptions(
        host,
        port,
        token,
        maxBodyBytes,
        maxRows,
        threads,
        queue,
        maxConnections,
        to,
        requestTimeout,
        stopTimeout);
  }

  public ServerOptions withRequestTimeout(Duration to) {
    return new ServerOptions(
        host,
        port,
        token,
        maxBodyBytes,
        maxRows,
        threads,
        queue,
        maxConnections,
        idleTimeout,
        to,
        stopTimeout);
  }

  public ServerOptions withStopTimeout(Duration to) {
    return new ServerOptions(
        host,
        port,
        token,
        maxBodyBytes,
        maxRows,
        threads,
        queue,
        maxConnections,
        idleTimeout,
        requestTimeout,
        to);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ConfigurationException(
          name + " must be from " + least + " to " + most + ", got " + value);
    }
  }

  private static void check(String name, Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
      throw new ConfigurationException(
          name + " must be more than 0 and at most a day, got " + value);
    }
  }
}
