package dev.millrace.socket;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SourceException;
import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.DriverSource;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.source.log.LogFormat;
import dev.millrace.core.source.log.LogPlanner;
import dev.millrace.core.source.log.LogReader;
import dev.millrace.core.source.log.ReceiverThreads;
import dev.millrace.core.source.log.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Lines of UTF-8 text that come over TCP, from a server that the source connects to, or from
 * whoever connects to it.
 *
 * <pre>{@code
 * DStream<String> lines = context.source("feed", SocketSource.connect("localhost", 9999));
 * }</pre>
 *
 * <p>A socket cannot be read twice, so lines are first written to a log in the source's directory,
 * beside the checkpoint, and read from there; a segment of the log goes once all its lines are
 * committed. What has been planned counts exactly once from then on. What TCP cannot promise: a
 * sender is not told what was logged, so lines that are on their way when the process dies, or that
 * were received and not yet planned, can be lost; and a sender that sends again what it is unsure
 * of is counted again. A line cut off by a broken connection is dropped with a warning; one that
 * ends with the sender's orderly close counts.
 *
 * <p>Lines of one connection keep their order; lines of several are interleaved as they come. When
 * the log is full, nothing is read from the sockets, so that senders have to wait. The source has
 * no end; available-now pipelines take what has been received when they look.
 *
 * <p>There is no authentication and no encryption: listening is for the loopback address, or a
 * network that is trusted.
 *
 * <p>An engine of several machines can read the log where all of them mount the checkpoint's
 * directory at the same path.
 *
 * <p>Keep one source per stream: it remembers where its planner put the log. Thread-safe.
 */
public final class SocketSource implements DriverSource<String> {
  private static final long serialVersionUID = 1L;
  private static final LogFormat<String> FORMAT = LogFormat.text("socket", "line");

  /** Empty when the source listens. */
  private final String host;

  private final int port;
  private final SocketOptions options;
  private volatile String directory = "";

  private SocketSource(String host, int port, SocketOptions options) {
    this.host = host;
    this.port = port;
    this.options = options;
    if (port < 1 || port > 65535) {
      throw new ConfigurationException("port must be from 1 to 65535, got " + port);
    }
  }

  /** Connects to a server, and again, with growing waits, when that fails or ends. */
  public static SocketSource connect(String host, int port) {
    return connect(host, port, SocketOptions.defaults());
  }

  /** Connects to a server, and again, with growing waits, when that fails or ends. */
  public static SocketSource connect(String host, int port, SocketOptions options) {
    if (host.isBlank()) {
      throw new ConfigurationException("host must not be blank");
    }
    return new SocketSource(host, port, options);
  }

  /** Listens at the loopback address for any number of senders. */
  public static SocketSource listen(int port) {
    return listen(port, SocketOptions.defaults());
  }

  /** Listens for any number of senders. */
  public static SocketSource listen(int port, SocketOptions options) {
    return new SocketSource("", port, options);
  }

  @Override
  public SplitPlanner planner(SourceContext context) throws IOException {
    directory = context.directory().toString();
    WriteAheadLog log = WriteAheadLog.open(context.directory(), options.log());
    ReceiverThreads threads = new ReceiverThreads("millrace-socket-" + context.name());
    return new LogPlanner(log, threads, () -> receive(log, threads));
  }

  private void receive(WriteAheadLog log, ReceiverThreads threads) throws IOException {
    if (host.isEmpty()) {
      threads.start("listen", Listener.bind(port, options, log, threads));
    } else {
      threads.start("connect", new Connector(host, port, options, log, threads));
    }
  }

  @Override
  public SplitReader<String> reader(OffsetRange range) {
    if (directory.isEmpty()) {
      throw new SourceException(
          this + " has no planner yet that could tell where the log is; nothing to read");
    }
    return new LogReader<>(Path.of(directory), FORMAT, range);
  }

  @Override
  public BadRecordPolicy badRecords() {
    return options.badRecords();
  }

  @Override
  public String toString() {
    return host.isEmpty() ? "lines sent to port " + port : "lines of " + host + ":" + port;
  }
}
