package dev.millrace.core.source;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.time.Clock;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Records made by a function of their number: for tests, demonstrations and benchmarks. Replays
 * exactly, since the function is asked again.
 *
 * <pre>{@code
 * GeneratorSource.bounded(1_000_000, i -> new Click("page" + i % 10, i))
 *     .withRate(5_000)
 *     .withSplits(4)
 * }</pre>
 *
 * <p>Record {@code i} belongs to split {@code i mod splits}. Immutable and thread-safe.
 */
public final class GeneratorSource<T> implements Source<T> {
  private static final long serialVersionUID = 1L;
  private static final double NANOS = 1e9;

  /** Makes a record; the same number must always give an equal one. Called by several threads. */
  @FunctionalInterface
  public interface Generator<T> extends Serializable {
    T generate(long index) throws Exception;
  }

  private final Generator<T> generator;
  private final long count;
  private final double rate;
  private final int splits;

  private GeneratorSource(Generator<T> generator, long count, double rate, int splits) {
    this.generator = Objects.requireNonNull(generator, "generator");
    this.count = count;
    this.rate = rate;
    this.splits = splits;
  }

  /** Records 0 to {@code count - 1}, then the end. */
  public static <T> GeneratorSource<T> bounded(long count, Generator<T> generator) {
    if (count < 0) {
      throw new ConfigurationException("a generator makes at least 0 records, got " + count);
    }
    return new GeneratorSource<>(generator, count, Double.POSITIVE_INFINITY, 1);
  }

  /** Records without end. */
  public static <T> GeneratorSource<T> unbounded(Generator<T> generator) {
    return new GeneratorSource<>(generator, Long.MAX_VALUE, Double.POSITIVE_INFINITY, 1);
  }

  /** At most so many records become due per second, counted from the start of each run. */
  public GeneratorSource<T> withRate(double recordsPerSecond) {
    if (!(recordsPerSecond > 0)) {
      throw new ConfigurationException("rate must be positive, got " + recordsPerSecond);
    }
    return new GeneratorSource<>(generator, count, recordsPerSecond, splits);
  }

  /** Deals the records out to so many splits, that is, partitions of each batch. */
  public GeneratorSource<T> withSplits(int value) {
    if (value < 1) {
      throw new ConfigurationException("splits must be at least 1, got " + value);
    }
    return new GeneratorSource<>(generator, count, rate, value);
  }

  @Override
  public SplitPlanner planner(SourceContext context) {
    return new Planner(context.clock());
  }

  @Override
  public SplitReader<T> reader(OffsetRange range) {
    return new Reader(range);
  }

  private final class Planner implements SplitPlanner {
    private final InterleavedSplits layout = new InterleavedSplits(splits);
    private final Clock clock;
    private final long startNanos;
    private long startPosition = -1;
    private long end = count;
    private boolean boundToDue;
    private boolean exhausted;

    Planner(Clock clock) {
      this.clock = clock;
      this.startNanos = clock.nanos();
    }

    @Override
    public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits) {
      long from = layout.position(committed);
      if (startPosition < 0) {
        startPosition = from;
      }
      if (boundToDue) {
        end = due();
        boundToDue = false;
      }
      long until = Math.max(from, Math.min(end, due()));
      until = Math.min(until, from + Math.min(limits.records(), Long.MAX_VALUE - from));
      exhausted = until >= end && end < Long.MAX_VALUE;
      return layout.ranges(from, until);
    }

    @Override
    public boolean exhausted() {
      return exhausted;
    }

    @Override
    public boolean boundToNow() {
      if (count == Long.MAX_VALUE && rate == Double.POSITIVE_INFINITY) {
        throw new ConfigurationException(
            "a generator without count and rate has no end that Trigger.availableNow could reach;"
                + " give it a count, or use another trigger");
      }
      boundToDue = count == Long.MAX_VALUE;
      return true;
    }

    @Override
    public long totalRecords() {
      return count == Long.MAX_VALUE ? -1 : count;
    }

    @Override
    public double progress(Map<String, Offset> offsets) {
      if (count == Long.MAX_VALUE) {
        return Double.NaN;
      }
      return count == 0 ? 1 : (double) layout.position(offsets) / count;
    }

    private long due() {
      if (rate == Double.POSITIVE_INFINITY) {
        return Long.MAX_VALUE;
      }
      double due = startPosition + Math.floor((clock.nanos() - startNanos) / NANOS * rate);
      return (long) Math.min(due, Long.MAX_VALUE);
    }
  }

  private final class Reader implements SplitReader<T> {
    private final OffsetRange range;

    Reader(OffsetRange range) {
      this.range = range;
    }

    @Override
    public void read(Emitter<? super T> out, Emitter<DeadLetter> rejects) throws Exception {
      long step = splits;
      long from = range.from().position();
      long until = range.until().position();
      long index = new InterleavedSplits(splits).index(range, from);
      for (long i = from; i < until; i++) {
        out.emit(generator.generate(index));
        index += step;
      }
    }
  }
}
