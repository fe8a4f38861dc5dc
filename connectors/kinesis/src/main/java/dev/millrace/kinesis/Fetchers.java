package dev.millrace.kinesis;

import dev.millrace.core.source.Offset;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Function;

/** The fetchers of a stream's shards, and the threads that they share. Used by one thread. */
final class Fetchers {
  private static final int MAX_THREADS = 16;

  private final KinesisOptions options;
  private final String stream;
  private final ScheduledThreadPoolExecutor pool;
  private final Map<String, ShardFetcher> fetchers = new HashMap<>();
  private final Map<String, ShardBuffer> buffers = new ConcurrentHashMap<>();
  private volatile long limitBytes;

  Fetchers(KinesisOptions options, String stream, String name) {
    this.options = options;
    this.stream = stream;
    this.limitBytes = options.bufferBytes();
    this.pool =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "millrace-kinesis-" + name);
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
  }

  /** What has been fetched, by shard; a concurrent map that follows what happens. */
  Map<String, ShardBuffer> buffers() {
    return buffers;
  }

  /**
   * Fetches these shards from now on.
   *
   * @param from where each begins that has not been fetched yet
   * @param bound where to stop when that has been read, or null for nowhere, by shard
   */
  void follow(List<String> shards, Function<String, Offset> from, Function<String, Instant> bound) {
    for (String shard : shards) {
      fetchers.computeIfAbsent(
          shard,
          some -> {
            ShardBuffer buffer = new ShardBuffer(from.apply(some));
            buffers.put(some, buffer);
            return new ShardFetcher(
                options, stream, some, buffer, () -> limitBytes, bound.apply(some), pool);
          });
    }
    limitBytes = options.bufferBytes() / Math.max(1, shards.size());
    pool.setCorePoolSize(Math.max(1, Math.min(MAX_THREADS, shards.size())));
  }

  /** Lets those go on that have room. */
  void wake(List<String> shards) {
    for (String shard : shards) {
      fetchers.get(shard).wake();
    }
  }

  /**
   * Forgets what is durable.
   *
   * @param offsets what lies before them is
   * @param past shards that are so to their ends
   */
  void forget(Map<String, Offset> offsets, Set<String> past) {
    fetchers.keySet().removeAll(past);
    buffers.keySet().removeAll(past);
    offsets.forEach(
        (shard, offset) -> {
          ShardBuffer buffer = buffers.get(shard);
          if (buffer != null) {
            buffer.forget(offset);
          }
        });
  }

  /** Ends all fetching; an answer that is on its way is dropped. */
  void close() {
    pool.shutdownNow();
  }
}
