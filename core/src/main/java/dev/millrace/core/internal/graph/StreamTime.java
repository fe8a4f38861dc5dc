package dev.millrace.core.internal.graph;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Checkpointed;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.internal.eventtime.Watch;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.time.Watermark;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** How far each split of a stream has come in event time, and the stream with them. */
public final class StreamTime implements Checkpointed {
  private final Optional<Duration> idleAfter;
  private final int idleAfterBatches;
  private final SortedMap<String, Split> splits = new TreeMap<>();
  private Watermark before = Watermark.NONE;
  private Watermark after = Watermark.NONE;
  private long earliest = Long.MAX_VALUE;

  /**
   * @param batchId the last batch that had records of it
   * @param batchTime of that batch, in milliseconds since 1970; 0 where it is of no use
   */
  private record Split(Watermark watermark, long batchId, long batchTime) {
    Split then(Split newer) {
      Watermark later = watermark.compareTo(newer.watermark) > 0 ? watermark : newer.watermark;
      return new Split(later, newer.batchId, newer.batchTime);
    }
  }

  StreamTime(EventTime<?> eventTime) {
    this.idleAfter = eventTime.idleAfter();
    this.idleAfterBatches = eventTime.idleAfterBatches();
  }

  /** The watermark around the batch at hand. */
  Watch watch() {
    return new Watch(before, after);
  }

  /** The least time among the records of the batch at hand. */
  long earliest() {
    return earliest;
  }

  /** The watermark, as all records so far have made it. */
  public Watermark watermark() {
    return after;
  }

  /**
   * A batch has come.
   *
   * @param names of the split that each partition's records belong to
   * @param times of each partition
   */
  void advance(BatchInfo batch, List<String> names, List<SplitTimes> times) {
    before = after;
    earliest = Long.MAX_VALUE;
    for (int i = 0; i < times.size(); i++) {
      SplitTimes seen = times.get(i);
      if (seen.records() > 0) {
        earliest = Math.min(earliest, seen.earliest());
        long batchTime = idleAfter.isPresent() ? batch.time().toEpochMilli() : 0;
        Split split = new Split(new Watermark(seen.completeBefore()), batch.id(), batchTime);
        splits.merge(names.get(i), split, Split::then);
      }
    }
    Watermark complete = complete(batch);
    after = complete.compareTo(before) > 0 ? complete : before;
  }

  /** The least of the splits that are not idle; if all are, none holds another back. */
  private Watermark complete(BatchInfo batch) {
    Optional<Watermark> least = Optional.empty();
    Watermark greatest = Watermark.NONE;
    for (Split split : splits.values()) {
      greatest = split.watermark.compareTo(greatest) > 0 ? split.watermark : greatest;
      if (!isIdle(split, batch)) {
        least = Optional.of(least.map(split.watermark::min).orElse(split.watermark));
      }
    }
    return least.orElse(greatest);
  }

  private boolean isIdle(Split split, BatchInfo batch) {
    long silence = batch.time().toEpochMilli() - split.batchTime;
    return (idleAfterBatches > 0 && batch.id() - split.batchId >= idleAfterBatches)
        || (idleAfter.isPresent() && silence > idleAfter.get().toMillis());
  }

  @Override
  public void save(StateWriter out) {
    out.put("watermark", after.epochMillis());
    out.put("splits", List.copyOf(splits.keySet()));
    out.put("watermarks", longs(split -> split.watermark.epochMillis()));
    out.put("batches", longs(Split::batchId));
    out.put("times", longs(Split::batchTime));
  }

  private long[] longs(ToLongFunction<Split> component) {
    return splits.values().stream().mapToLong(component).toArray();
  }

  @Override
  public void restore(StateReader in) {
    after = new Watermark(in.getLong("watermark"));
    List<String> names = in.getStrings("splits");
    long[] watermarks = in.getLongs("watermarks");
    long[] batches = in.getLongs("batches");
    long[] times = in.getLongs("times");
    if (watermarks.length != names.size()
        || batches.length != names.size()
        || times.length != names.size()) {
      throw new CheckpointException(in.part() + ": lists of different lengths");
    }
    for (int i = 0; i < names.size(); i++) {
      splits.put(names.get(i), new Split(new Watermark(watermarks[i]), batches[i], times[i]));
    }
  }
}
