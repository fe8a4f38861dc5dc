package dev.millrace.kinesis;

import dev.millrace.core.SourceException;
import dev.millrace.core.time.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Fetches a shard into its buffer, one request at a time, at the pace that Kinesis allows, for as
 * long as there is room. {@link #wake} is for the planner's thread; the rest runs in the pool.
 */
final class ShardFetcher {
  private static final Logger LOG = LoggerFactory.getLogger(ShardFetcher.class);

  private final KinesisOptions options;
  private final String stream;
  private final String shard;
  private final ShardBuffer buffer;
  private final LongSupplier limitBytes;
  private final Instant bound;
  private final ScheduledExecutorService pool;
  private final Backoff backoff;
  private final AtomicBoolean isRunning = new AtomicBoolean();

  private ShardBuffer.Request request;
  private ShardCursor cursor;
  private long calledNanos;
  private volatile SourceException failure;

  /**
   * @param limitBytes how much the buffer may hold
   * @param bound where to stop when that has been read; null for nowhere
   */
  ShardFetcher(
      KinesisOptions options,
      String stream,
      String shard,
      ShardBuffer buffer,
      LongSupplier limitBytes,
      Instant bound,
      ScheduledExecutorService pool) {
    this.options = options;
    this.stream = stream;
    this.shard = shard;
    this.buffer = buffer;
    this.limitBytes = limitBytes;
    this.bound = bound;
    this.pool = pool;
    this.backoff = new Backoff(options.patience(), ThreadLocalRandom.current());
    this.calledNanos = System.nanoTime() - options.pollInterval().toNanos();
  }

  ShardBuffer buffer() {
    return buffer;
  }

  /** Goes on fetching if there is room again. */
  void wake() {
    if (failure != null) {
      throw new SourceException(failure.getMessage(), failure);
    }
    if (wantsMore() && isRunning.compareAndSet(false, true)) {
      schedule(untilNextCall());
    }
  }

  private boolean wantsMore() {
    return buffer.wantsMore(limitBytes.getAsLong());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the work keeps its own failure
  private void schedule(Duration wait) {
    pool.schedule(this::run, wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  private Duration untilNextCall() {
    long since = System.nanoTime() - calledNanos;
    return Duration.ofNanos(Math.max(0, options.pollInterval().toNanos() - since));
  }

  private void run() {
    Duration wait;
    try {
      fetch();
      if (!wantsMore()) {
        isRunning.set(false);
        return;
      }
      wait = untilNextCall();
    } catch (RuntimeException e) {
      Optional<Duration> pause =
          Failures.passes(e) ? backoff.next(System.nanoTime()) : Optional.empty();
      if (pause.isEmpty()) {
        failure = failure(e);
        return;
      }
      LOG.debug("{}/{}: trying again in {} after {}", stream, shard, pause.get(), e.getMessage());
      wait = pause.get();
    }
    schedule(wait);
  }

  private SourceException failure(RuntimeException e) {
    String lasting = backoff.isFailing() ? ", for " + options.patience() : "";
    return new SourceException(
        Failures.describe("reading " + shard, stream, options, e)
            + lasting
            + "; nothing is lost, start again when that is mended",
        e);
  }

  private void fetch() {
    ShardBuffer.Request wanted = buffer.request();
    if (request == null || request.generation() != wanted.generation()) {
      request = wanted;
      cursor = new ShardCursor(Streams.client(options), stream, shard, wanted.from());
    }
    calledNanos = System.nanoTime();
    ShardCursor.Page page = cursor.next(ShardCursor.MAX_RECORDS);
    if (backoff.isFailing()) {
      backoff.reset();
    }
    append(page);
  }

  private void append(ShardCursor.Page page) {
    List<Record> records = page.records();
    ShardBuffer.Tail tail = page.isEnd() ? ShardBuffer.Tail.END : ShardBuffer.Tail.OPEN;
    if (bound != null) {
      int within = within(records);
      if (within < records.size() || (page.isAtTip() && !page.isEnd())) {
        tail = ShardBuffer.Tail.BOUND;
      }
      records = records.subList(0, within);
    }
    buffer.append(request, records, tail, limitBytes.getAsLong());
  }

  /** How many of them arrived up to the bound. */
  private int within(List<Record> records) {
    int within = 0;
    while (within < records.size()
        && !records.get(within).approximateArrivalTimestamp().isAfter(bound)) {
      within++;
    }
    return within;
  }
}
