package dev.millrace.web;

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
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Messages of a WebSocket, or server-sent events, such as feeds of market data.
 *
 * <pre>{@code
 * DStream<String> trades =
 *     context.source(
 *         "trades",
 *         FeedSource.webSocket(URI.create("wss://feed.example/v1"), FeedOptions.defaults())
 *             .withSubscription("{\"subscribe\": \"trades\"}")
 *             .withSequence(trade -> Optional.of(new SequenceNumber("", number(trade)))));
 * }</pre>
 *
 * <p>A feed cannot be read twice, so messages are first written to a log in the source's directory,
 * beside the checkpoint, and read from there. What has been planned counts exactly once from then
 * on. A connection that ends, is refused, or is silent for {@link FeedOptions#heartbeat} is made
 * again, with growing waits; when the log is full, nothing is read from it, so that the feed has to
 * wait.
 *
 * <p>What is lost with a connection: server-sent events with ids, nothing, if the feed goes on
 * after the {@code Last-Event-ID} that it is told, which outlives a restart. A WebSocket sends what
 * it sends; {@link #withSequence} tells what was skipped, across restarts too, and {@link
 * #withRefill} fetches it.
 *
 * <p>Messages keep the order in which they come. The source has no end; available-now pipelines
 * take what has been received when they look. Redirects are not followed, as they could take the
 * headers elsewhere. Keep one source per stream: it remembers where its planner put the log.
 * Thread-safe.
 */
public final class FeedSource<T> implements DriverSource<T> {
  private static final long serialVersionUID = 1L;

  /** How messages come. */
  private enum Kind {
    WEB_SOCKET,
    EVENTS
  }

  private final Kind kind;
  private final URI uri;
  private final BadRecordPolicy badRecords;
  private final LogFormat<T> format;

  /** These are used where the feed is received, and stay there. */
  private final transient FeedOptions options;

  private final transient List<String> subscription;
  private final transient Optional<SequenceNumber.Extractor> extractor;

  private final transient Optional<SequenceNumber.Refill> refill;
  private volatile String directory = "";
  private transient volatile Counts counts = new Counts();

  private FeedSource(
      Kind kind,
      URI uri,
      FeedOptions options,
      LogFormat<T> format,
      List<String> subscription,
      Optional<SequenceNumber.Extractor> extractor,
      Optional<SequenceNumber.Refill> refill) {
    this.kind = kind;
    this.uri = uri;
    this.badRecords = options.badRecords();
    this.options = options;
    this.format = format;
    this.subscription = subscription;
    this.extractor = extractor;
    this.refill = refill;
  }

  /** Texts of a WebSocket, and bytes taken as UTF-8: {@code ws:} or {@code wss:}. */
  public static FeedSource<String> webSocket(URI uri, FeedOptions options) {
    requireScheme(uri, "ws", "wss");
    LogFormat<String> text = LogFormat.text("web", "message");
    LogFormat<String> format =
        new LogFormat<>("web", "message", new Message.Contents<>(text.decoder()));
    return new FeedSource<>(
        Kind.WEB_SOCKET, uri, options, format, List.of(), Optional.empty(), Optional.empty());
  }

  /** Server-sent events: {@code http:} or {@code https:}. */
  public static FeedSource<ServerSentEvent> events(URI uri, FeedOptions options) {
    requireScheme(uri, "http", "https");
    LogFormat<ServerSentEvent> format = new LogFormat<>("web", "event", new Message.Events());
    return new FeedSource<>(
        Kind.EVENTS, uri, options, format, List.of(), Optional.empty(), Optional.empty());
  }

  private static void requireScheme(URI uri, String plain, String secure) {
    if (uri.getHost() == null
        || !(plain.equalsIgnoreCase(uri.getScheme()) || secure.equalsIgnoreCase(uri.getScheme()))) {
      throw new ConfigurationException(
          "expected a URI such as " + secure + "://host/path, got " + shown(uri));
    }
    if (uri.getRawUserInfo() != null) {
      throw new ConfigurationException(
          "the URI of " + shown(uri) + " holds a login; give it by FeedOptions.withHeader");
    }
  }

  /** Without what may be secret. */
  private static String shown(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getPath();
  }

  /** Sends these after each connecting, so that the feed begins; WebSockets only. */
  public FeedSource<T> withSubscription(String... messages) {
    if (kind != Kind.WEB_SOCKET) {
      throw new ConfigurationException("only a WebSocket can be sent a subscription");
    }
    return new FeedSource<>(kind, uri, options, format, List.of(messages), extractor, refill);
  }

  /**
   * Follows the numbers of messages: skipped ones are logged and counted in the {@link #report},
   * those that came before are dropped. A number of 0 or 1 begins a sequence anew.
   *
   * @param newExtractor called by the thread that receives
   */
  public FeedSource<T> withSequence(SequenceNumber.Extractor newExtractor) {
    return new FeedSource<>(
        kind, uri, options, format, subscription, Optional.of(newExtractor), refill);
  }

  /**
   * Fetches skipped messages elsewhere, and puts them in their place.
   *
   * @param newRefill called by the thread that receives, which waits for it
   */
  public FeedSource<T> withRefill(SequenceNumber.Refill newRefill) {
    return new FeedSource<>(
        kind, uri, options, format, subscription, extractor, Optional.of(newRefill));
  }

  /** What has come of the feed since the pipeline was started. */
  public FeedReport report() {
    return counts.report();
  }

  @Override
  public SplitPlanner planner(SourceContext context) throws IOException {
    if (refill.isPresent() && extractor.isEmpty()) {
      throw new ConfigurationException(
          "a refill needs to know what was skipped; say so with FeedSource.withSequence");
    }
    directory = context.directory().toString();
    counts = new Counts();
    WriteAheadLog log = WriteAheadLog.open(context.directory(), options.log());
    ReceiverThreads threads = new ReceiverThreads("millrace-web-" + context.name());
    Sequences sequences = new Sequences(extractor, refill, counts);
    Feed feed = new Feed(shown(uri), options, dialer(), sequences, log, threads, counts);
    log.visit((bytes, length) -> feed.remember(new Message(Arrays.copyOf(bytes, length), false)));
    return new LogPlanner(log, threads, () -> threads.start("receive", feed));
  }

  private Line.Dialer dialer() {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(options.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    return kind == Kind.WEB_SOCKET
        ? lastId -> WebSocketLine.dial(client, uri, options, subscription)
        : lastId -> EventLine.dial(client, uri, options, lastId);
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
    return badRecords;
  }

  @Override
  public String toString() {
    return "feed " + shown(uri);
  }
}
