package dev.millrace.kinesis;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.FairShare;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.time.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Follows the shards of a stream, and cuts what a batch takes of what has been fetched of each. */
final class KinesisPlanner implements SplitPlanner {
  /** By how much Kinesis' clock may be ahead: what is there now must count as such. */
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

  private final KinesisOptions options;
  private final String stream;
  private final Discovery discovery;
  private final FirstStart firstStart;
  private final Fetchers fetchers;

  /** While Kinesis does not say which shards there are. */
  private final Backoff away;

  private long lookAgainNanos;
  private final Set<String> ended = new HashSet<>();
  private Instant bound;
  private boolean exhausted;

  private KinesisPlanner(
      KinesisOptions options, String stream, FirstStart firstStart, Fetchers fetchers) {
    this.options = options;
    this.stream = stream;
    this.firstStart = firstStart;
    this.fetchers = fetchers;
    this.discovery = new Discovery(options, stream);
    this.away = new Backoff(options.patience(), ThreadLocalRandom.current());
  }

  static KinesisPlanner open(
      KinesisOptions options, String stream, ReadAhead ahead, SourceContext context)
      throws IOException {
    FirstStart firstStart = FirstStart.open(context.directory());
    Fetchers fetchers = new Fetchers(options, stream, context.name());
    ahead.show(fetchers.buffers());
    return new KinesisPlanner(options, stream, firstStart, fetchers);
  }

  @Override
  public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits)
      throws IOException {
    exhausted = false;
    // The time in which Kinesis stamps records, whatever the pipeline takes for the time.
    Offset start =
        firstStart.position(options.start(), !committed.isEmpty(), Instant.now()).toOffset();
    look();
    List<String> shards =
        discovery
            .lineage()
            .readable(committed.keySet(), shard -> isFinished(shard, committed, start));
    fetchers.follow(shards, shard -> committed.getOrDefault(shard, start), this::bound);
    List<Turn> turns = new ArrayList<>();
    for (String shard : shards) {
      Offset from = committed.getOrDefault(shard, start);
      ShardBuffer buffer = fetchers.buffers().get(shard);
      turns.add(new Turn(shard, buffer, from, buffer.available(from)));
    }
    fetchers.wake(shards);
    List<OffsetRange> ranges = ranges(turns, limits);
    noteEnds(turns);
    exhausted = bound != null && isAllPlanned(turns, ranges, committed.keySet());
    return ranges;
  }

  /** A closed shard is there as a whole. */
  private Instant bound(String shard) {
    return discovery.lineage().isClosed(shard) ? null : bound;
  }

  /** A shard that may be read, and how many records there are behind where it goes on. */
  private record Turn(String shard, ShardBuffer buffer, Offset from, int available) {}

  private boolean isFinished(String shard, Map<String, Offset> committed, Offset start) {
    ShardBuffer buffer = fetchers.buffers().get(shard);
    return buffer != null
        && buffer.isEnd()
        && buffer.isUsedUp(committed.getOrDefault(shard, start));
  }

  /** Bears with Kinesis when it does not answer, for a while. */
  private void look() {
    long now = System.nanoTime();
    if (away.isFailing() && now - lookAgainNanos < 0) {
      return;
    }
    try {
      discovery.refresh(now);
      away.reset();
    } catch (RuntimeException e) {
      Optional<Duration> wait = Failures.passes(e) ? away.next(now) : Optional.empty();
      if (wait.isEmpty()) {
        throw new SourceException(
            Failures.describe("listing the shards", stream, options, e)
                + "; nothing is lost, start again when that is mended",
            e);
      }
      lookAgainNanos = now + wait.get().toNanos();
    }
  }

  private static List<OffsetRange> ranges(List<Turn> turns, PlanLimits limits) {
    List<Long> available = turns.stream().map(turn -> (long) turn.available()).toList();
    long[] records = FairShare.of(limits.records(), available);
    List<OffsetRange> ranges = new ArrayList<>();
    long bytes = limits.bytes();
    for (int i = 0; i < turns.size(); i++) {
      if (records[i] > 0 && bytes > 0) {
        Turn turn = turns.get(i);
        Optional<ShardBuffer.Slice> slice =
            turn.buffer()
                .slice(turn.from(), records[i], bytes / (turns.size() - i), ranges.isEmpty());
        if (slice.isPresent()) {
          bytes -= slice.get().bytes();
          ranges.add(
              new OffsetRange(
                  turn.shard(), turn.from(), slice.get().until(), slice.get().records()));
        }
      }
    }
    return ranges;
  }

  /** Looks for children once a shard ends. */
  private void noteEnds(List<Turn> turns) {
    for (Turn turn : turns) {
      if (turn.buffer().isEnd() && ended.add(turn.shard())) {
        discovery.hurry();
      }
    }
  }

  private boolean isAllPlanned(List<Turn> turns, List<OffsetRange> ranges, Set<String> begun) {
    Set<String> open = new HashSet<>(discovery.lineage().shards());
    open.removeAll(discovery.lineage().ancestors(begun));
    turns.forEach(turn -> open.remove(turn.shard()));
    if (!open.isEmpty() || discovery.lineage().shards().isEmpty()) {
      return false;
    }
    for (Turn turn : turns) {
      Offset until =
          ranges.stream()
              .filter(range -> range.split().equals(turn.shard()))
              .map(OffsetRange::until)
              .findFirst()
              .orElse(turn.from());
      if (!turn.buffer().isUsedUp(until)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean boundToNow() {
    bound = Instant.now().plus(CLOCK_SKEW);
    discovery.stop();
    return true;
  }

  @Override
  public boolean exhausted() {
    return exhausted;
  }

  @Override
  public void committed(Map<String, Offset> offsets) throws IOException {
    if (!offsets.isEmpty()) {
      firstStart.settle();
    }
    fetchers.forget(offsets, discovery.lineage().ancestors(offsets.keySet()));
  }

  @Override
  public void close() {
    fetchers.close();
  }
}
