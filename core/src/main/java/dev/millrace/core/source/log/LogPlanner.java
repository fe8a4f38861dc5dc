package dev.millrace.core.source.log;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.SplitPlanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plans what the log holds, and forgets what is committed. */
public final class LogPlanner implements SplitPlanner {
  /** The one split of a log. */
  public static final String SPLIT = "lines";

  /** A range ends with the record that reaches this size. */
  private static final int RANGE_BYTES = 1 << 20;

  /** A plan of more ranges costs more in tasks than it gains. */
  private static final int MAX_RANGES = 256;

  private final WriteAheadLog log;
  private final ReceiverThreads threads;
  private final Starter starter;

  /** The end of the log at the last plan, which took all before it unless there was too much. */
  private LogPosition seen = LogPosition.START;

  private boolean started;
  private boolean closed;

  /**
   * Closes the log and the threads when it is closed.
   *
   * @param starter called with the first plan
   */
  public LogPlanner(WriteAheadLog log, ReceiverThreads threads, Starter starter) {
    this.log = log;
    this.threads = threads;
    this.starter = starter;
  }

  /** Begins to receive. */
  public interface Starter {
    void start() throws IOException;
  }

  @Override
  public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits)
      throws IOException {
    Offset offset = committed.get(SPLIT);
    LogPosition at = offset == null ? LogPosition.START : LogPosition.of(offset);
    start(at);
    if (threads.failure() != null) {
      throw new SourceException(
          "receiving has ended: " + threads.failure().getMessage(), threads.failure());
    }
    if (at.bytes() < log.first().bytes()) {
      throw new SourceException(
          "the log begins with record "
              + log.first().record()
              + ", but the stream goes on with record "
              + at.record()
              + ": what lies between was forgotten, since it was committed once; start with the"
              + " newest checkpoint, or empty the log's directory too");
    }
    log.take(at.bytes());
    if (at.bytes() >= seen.bytes()) {
      log.linger();
    }
    seen = log.force();
    return ranges(at, seen, limits);
  }

  /** Receives from the first plan on, which tells where the stream goes on. */
  private void start(LogPosition at) throws IOException {
    if (!started) {
      if (log.end().bytes() < at.bytes()) {
        log.restartAt(at);
      }
      starter.start();
      started = true;
    }
  }

  private List<OffsetRange> ranges(LogPosition from, LogPosition end, PlanLimits limits)
      throws IOException {
    List<OffsetRange> ranges = new ArrayList<>();
    LogPosition at = from;
    long records = limits.records();
    long bytes = limits.bytes();
    while (at.bytes() < end.bytes() && records > 0 && bytes > 0 && ranges.size() < MAX_RANGES) {
      WriteAheadLog.Extent extent = log.extent(at.bytes());
      LogPosition until = extent.until().bytes() < end.bytes() ? extent.until() : end;
      PlanLimits left = new PlanLimits(records, Math.min(bytes, RANGE_BYTES));
      LogPosition next =
          isWithin(left, at, until)
              ? until // as most often; nothing need be read to tell
              : LogReader.reach(extent.segment(), at, until.bytes(), left, ranges.isEmpty());
      if (next.equals(at)) {
        break;
      }
      long count = next.record() - at.record();
      ranges.add(new OffsetRange(SPLIT, at.toOffset(), next.toOffset(), count));
      records -= count;
      bytes -= next.bytes() - at.bytes();
      at = next;
    }
    return ranges;
  }

  private static boolean isWithin(PlanLimits limits, LogPosition from, LogPosition until) {
    return until.record() - from.record() <= limits.records()
        && until.bytes() - from.bytes() <= limits.bytes();
  }

  @Override
  public boolean exhausted() {
    return false;
  }

  @Override
  public void committed(Map<String, Offset> offsets) throws IOException {
    Offset offset = offsets.get(SPLIT);
    if (offset != null) {
      log.forget(LogPosition.of(offset).bytes());
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      log.stopWaiting();
      threads.close();
      log.close();
    }
  }
}
