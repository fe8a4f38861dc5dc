package dev.millrace.http;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SourceException;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Rows that clients post: {@code POST /rows} with one JSON object, an array of objects, or a line
 * each ({@code application/x-ndjson}); or, where the source is of {@link #lines}, lines of text.
 *
 * <pre>{@code
 * DStream<String> rows =
 *     context.source("rows", HttpSource.json(ServerOptions.defaults().withPort(8461)));
 * }</pre>
 *
 * <p>A request is answered with 200 once all its rows are in a log on disk, beside the checkpoint,
 * and forced; from then on each counts exactly once, whatever crashes. A request that was not
 * answered is there as a whole or not at all. A client that sends again what it is unsure of gives
 * both requests the same {@code Idempotency-Key}: the second one is answered and not counted. Keys
 * are remembered as long as their rows are in the log, of which the last 16 MiB are kept however
 * old they are, and 100,000 at the most; across restarts too.
 *
 * <p>While the log is full, or above {@link #withRate}, requests are answered with 429 and {@code
 * Retry-After}. Who may ask, and how much, is in the {@link ServerOptions}: this machine only
 * unless told otherwise, a token for any other address, bodies of 1 MiB and 10,000 rows.
 *
 * <p>Rows keep the order of their request; requests that come at the same time have any order. The
 * source has no end. Keep one source per stream: it remembers where its planner put the log.
 * Thread-safe.
 */
public final class HttpSource<T> implements DriverSource<T> {
  private static final long serialVersionUID = 1L;

  private static final LogFormat.Decoder<String> TEXT =
      (bytes, start, length) -> new String(bytes, start, length, StandardCharsets.UTF_8);

  /** Clients do not notice: they are answered before. */
  private static final Duration LINGER = Duration.ofMillis(10);

  /** What listens; it does so on the driver, and needs nothing of this elsewhere. */
  private final transient ServerOptions options;

  private final LogFormat<T> format;
  private final String path;
  private final LogOptions log;
  private final double rowsPerSecond;
  private final PostedFormat posted;
  private volatile String directory = "";
  private transient volatile HttpListener listener;

  private HttpSource(
      ServerOptions options,
      LogFormat<T> format,
      String path,
      LogOptions log,
      double rowsPerSecond,
      PostedFormat posted) {
    this.options = options;
    this.format = format;
    this.path = path;
    this.log = log;
    this.rowsPerSecond = rowsPerSecond;
    this.posted = posted;
  }

  /** Rows as the JSON objects that were sent. */
  public static HttpSource<String> json(ServerOptions options) {
    return json(options, TEXT);
  }

  /**
   * Rows as what a function makes of the JSON objects that were sent. Where it throws, the row
   * becomes a dead letter; its sender knows nothing of that.
   */
  public static <T> HttpSource<T> json(ServerOptions options, LogFormat.Decoder<T> decoder) {
    return of(options, decoder, PostedFormat.JSON);
  }

  /**
   * Rows as what a function makes of the lines that were sent, as {@code text/csv} or {@code
   * text/plain} in UTF-8; empty lines are passed over. Where it throws, the row becomes a dead
   * letter; its sender knows nothing of that.
   */
  public static <T> HttpSource<T> lines(ServerOptions options, LogFormat.Decoder<T> decoder) {
    return of(options, decoder, PostedFormat.LINES);
  }

  private static <T> HttpSource<T> of(
      ServerOptions options, LogFormat.Decoder<T> decoder, PostedFormat posted) {
    return new HttpSource<>(
        options,
        new LogFormat<>("http", "row", new LoggedRow<>(decoder)),
        "/rows",
        LogOptions.defaults().withKeptBytes(16 << 20).withLinger(LINGER),
        Double.POSITIVE_INFINITY,
        posted);
  }

  /** Where rows are posted to, instead of {@code /rows}. */
  public HttpSource<T> withPath(String newPath) {
    if (!newPath.matches("/[A-Za-z0-9._~/-]*")) {
      throw new ConfigurationException("expected a path such as /rows, got '" + newPath + "'");
    }
    return new HttpSource<>(options, format, newPath, log, rowsPerSecond, posted);
  }

  /**
   * How what was posted is kept; always forced before a request is answered. By default as {@link
   * LogOptions#defaults} say, but with 16 MiB kept, and a linger of 10 ms: rows wait that long for
   * others before a batch takes them, since each batch has a plan and a checkpoint to force.
   */
  public HttpSource<T> withLog(LogOptions newLog) {
    return new HttpSource<>(options, format, path, newLog, rowsPerSecond, posted);
  }

  /** Takes no more rows a second than this, on average; by default as many as come. */
  public HttpSource<T> withRate(double newRowsPerSecond) {
    if (!(newRowsPerSecond > 0)) {
      throw new ConfigurationException("rate must be positive, got " + newRowsPerSecond);
    }
    return new HttpSource<>(options, format, path, log, newRowsPerSecond, posted);
  }

  @Override
  public SplitPlanner planner(SourceContext context) throws IOException {
    directory = context.directory().toString();
    WriteAheadLog opened = WriteAheadLog.open(context.directory(), log);
    ReceiverThreads threads = new ReceiverThreads("millrace-http-" + context.name());
    return new LogPlanner(opened, threads, () -> listen(opened, threads));
  }

  private void listen(WriteAheadLog opened, ReceiverThreads threads) throws IOException {
    RowLog rows = RowLog.open(opened);
    RowRate rate = new RowRate(rowsPerSecond, options.maxRows());
    HttpListener started =
        HttpListener.start(
            "the source of posted rows",
            options,
            (gate, workers, deadlines) ->
                new RowsHandler(gate, path, posted, options, rows, rate, workers, deadlines));
    listener = started;
    threads.register(started);
  }

  /**
   * The port that rows are posted to, also where {@link ServerOptions#port} is 0.
   *
   * @throws IllegalStateException before the pipeline has planned its first batch
   */
  public int port() {
    HttpListener started = listener;
    if (started == null) {
      throw new IllegalStateException("the source does not listen yet; start the pipeline");
    }
    return started.port();
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
  public String toString() {
    return "rows posted to " + path;
  }
}
