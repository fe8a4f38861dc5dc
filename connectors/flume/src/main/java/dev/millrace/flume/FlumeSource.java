package dev.millrace.flume;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SourceException;
import dev.millrace.core.format.RecordFormat;
import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.DriverSource;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.source.log.LogFormat;
import dev.millrace.core.source.log.LogOptions;
import dev.millrace.core.source.log.LogPlanner;
import dev.millrace.core.source.log.LogReader;
import dev.millrace.core.source.log.ReceiverThreads;
import dev.millrace.core.source.log.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Events that agents of Apache Flume send, from their Avro sinks.
 *
 * <pre>{@code
 * DStream<FlumeEvent> events =
 *     context.source("events", FlumeSource.events(4545, FlumeOptions.defaults()));
 * }</pre>
 *
 * <p>An agent is told that events are received once they are forced into a log in the source's
 * directory, beside the checkpoint; they are read from there, and a segment of the log goes once
 * all its events are committed. So nothing is lost that an agent was told is received, and it
 * counts exactly once from then on. An agent that missed the answer sends a batch again, and its
 * events count again; with {@link FlumeOptions#withIds} those that carry an id that was received
 * before are dropped, as long as it is one of the newest.
 *
 * <p>Events wait a moment for others before a batch takes them, as {@link LogOptions#linger} says.
 * While the log is full, events are refused, and wait in the agent's channel. Events of one
 * connection keep their order; those of several are interleaved as they come. The source has no
 * end; available-now pipelines take what has been received when they look.
 *
 * <p>There is no authentication and no encryption: listening is for the loopback address, or a
 * network that is trusted.
 *
 * <p>An engine of several machines can read the log where all of them mount the checkpoint's
 * directory at the same path.
 *
 * <p>Keep one source per port: it remembers where its planner put the log. Thread-safe.
 */
public final class FlumeSource<T> implements DriverSource<T> {
  private static final long serialVersionUID = 1L;

  private final int port;
  private final FlumeOptions options;
  private final LogFormat<T> format;
  private volatile String directory = "";

  private FlumeSource(int port, FlumeOptions options, LogFormat.Decoder<T> decoder) {
    checkPort(port);
    this.port = port;
    this.options = options;
    this.format = new LogFormat<>("flume", "event", decoder);
  }

  static void checkPort(int port) {
    if (port < 1 || port > 65535) {
      throw new ConfigurationException("port must be from 1 to 65535, got " + port);
    }
  }

  /** Events with their headers. */
  public static FlumeSource<FlumeEvent> events(int port, FlumeOptions options) {
    return new FlumeSource<>(port, options, EventCodec::decode);
  }

  /** The bodies of events. */
  public static <T> FlumeSource<T> values(int port, FlumeOptions options, RecordFormat<T> format) {
    return new FlumeSource<>(
        port,
        options,
        (bytes, start, length) -> format.decode(EventCodec.decodeBody(bytes, start, length)));
  }

  @Override
  public SplitPlanner planner(SourceContext context) throws IOException {
    directory = context.directory().toString();
    WriteAheadLog log = WriteAheadLog.open(context.directory(), options.log());
    EventReceiver events = new EventReceiver(EventLog.over(log, options));
    AvroReceiver receiver = new AvroReceiver(port, options, events, context.name());
    ReceiverThreads threads = new ReceiverThreads("millrace-flume-" + context.name());
    threads.register(receiver);
    return new LogPlanner(log, threads, receiver::start);
  }

  @Override
  public SplitReader<T> reader(OffsetRange range) {
    if (directory.isEmpty()) {
      throw new SourceException(
          this + " has no planner yet that could tell where the log is; nothing to read");
    }
    return new LogReader<>(Path.of(directory), format, range);
  }

  @Override
  public BadRecordPolicy badRecords() {
    return options.badRecords();
  }

  @Override
  public String toString() {
    return "Flume events sent to port " + port;
  }
}
