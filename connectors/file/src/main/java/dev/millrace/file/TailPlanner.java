package dev.millrace.file;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.ReadAhead;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.time.Clock;
import dev.millrace.file.LogFiles.LogFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans a log that is rotated: the file that was read last, wherever it is by now, to its end, and
 * then the ones that came after it.
 */
final class TailPlanner<T> implements SplitPlanner {
  static final String SPLIT = "log";
  private static final Logger LOG = LoggerFactory.getLogger(TailPlanner.class);

  private final LogFiles files;
  private final Format<T> format;
  private final TailOptions options;
  private final ReadAhead<Chunk<T>> readAhead;
  private final Clock clock;
  private final Pacer<T> pacer = new Pacer.Always<>();

  /** Up to where ranges are planned; the next one may be that of a later file. */
  private TailOffset planned = TailOffset.START;

  private TailOffset at = TailOffset.START;
  private LogFile file;
  private OpenFile<T> open;
  private long bytesSeen;
  private long quietSince;
  private boolean isBound;
  private Optional<LogFile> bound = Optional.empty();
  private boolean exhausted;

  TailPlanner(
      LogFiles files,
      Format<T> format,
      TailOptions options,
      ReadAhead<Chunk<T>> readAhead,
      Clock clock) {
    this.files = files;
    this.format = format;
    this.options = options;
    this.readAhead = readAhead;
    this.clock = clock;
  }

  @Override
  public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits) throws Exception {
    readAhead.advance();
    Offset offset = committed.get(SPLIT);
    TailOffset from = offset == null ? TailOffset.START : TailOffset.of(files.name(), offset);
    if (!from.equals(planned)) {
      closeFile();
      planned = from;
      at = from;
    }
    PlanBudget budget = new PlanBudget(limits);
    List<OffsetRange> ranges = new ArrayList<>();
    boolean more = true;
    while (more) {
      more = planFile(budget, ranges);
    }
    return ranges;
  }

  /** Plans as much of the current file as fits; whether to go on with the next one. */
  private boolean planFile(PlanBudget budget, List<OffsetRange> ranges) throws Exception {
    Optional<LogFile> live = files.live();
    if (open != null && isTruncated(live)) {
      closeFile();
    }
    if (open == null && !openFile(live)) {
      exhausted = isBound;
      return false;
    }
    boolean isLive = live.isPresent() && live.get().key().equals(file.key());
    List<LogFile> later = isLive || isLastBound() ? List.of() : files.after(file);
    boolean last = !later.isEmpty() && (isBound || later.size() > 1 || isQuiet());
    OpenFile.State state =
        open.plan(
            last,
            budget,
            pacer,
            (from, until, records, chunk) -> add(until, records, chunk, ranges));
    at = at.moved(open.planned());
    if (last && state == OpenFile.State.COMPLETE) {
      at = at.next(later.get(0).key());
      closeFile();
      return true;
    }
    exhausted = isBound && state != OpenFile.State.STOPPED && later.isEmpty();
    return false;
  }

  /** A range of a later file goes on from where the one before ended, too. */
  private void add(FileOffset until, long records, Chunk<T> chunk, List<OffsetRange> ranges) {
    TailOffset end = at.moved(until);
    OffsetRange range = new OffsetRange(SPLIT, planned.toOffset(), end.toOffset(), records);
    readAhead.put(range, chunk);
    ranges.add(range);
    planned = end;
  }

  /** Whether the file that is open lost what was read of it, as when it is copied and emptied. */
  private boolean isTruncated(Optional<LogFile> live) throws IOException {
    return live.isPresent()
        && live.get().key().equals(file.key())
        && (live.get().size() < open.contentBytesRead()
            || !LogFiles.holds(live.get().file(), at.at()));
  }

  private boolean isLastBound() {
    return bound.isPresent() && bound.get().key().equals(file.key());
  }

  /** Whether nothing was written to the file for long enough since it was rotated. */
  private boolean isQuiet() {
    long bytes = open.contentBytesRead();
    if (bytes != bytesSeen) {
      bytesSeen = bytes;
      quietSince = clock.nanos();
    }
    return clock.nanos() - quietSince >= options.rotationWait().toNanos();
  }

  /** Opens the file that the stream stands in; whether there is one. */
  private boolean openFile(Optional<LogFile> live) throws IOException {
    Optional<LogFile> found = at.equals(TailOffset.START) ? live : files.find(at);
    if (found.isEmpty() && !at.equals(TailOffset.START)) {
      found = Optional.of(replacement(live));
      at = at.next(found.get().key());
    }
    if (found.isEmpty()) {
      return false;
    }
    file = found.get();
    at = new TailOffset(at.generation(), file.key(), at.at());
    long until = isLastBound() ? bound.get().size() : Long.MAX_VALUE;
    open = OpenFile.open(format, options.maxRecordBytes(), file.file(), at.at(), until);
    bytesSeen = -1;
    return true;
  }

  /** What to go on with when the file is gone: nothing, unless it can be told what became of it. */
  private LogFile replacement(Optional<LogFile> live) {
    boolean isEmptied = live.isPresent() && live.get().key().equals(at.key());
    if (live.isEmpty() || !(isEmptied || at.at().position() == 0)) {
      throw new SourceException(
          files.log()
              + ": the file that was read up to line "
              + at.at().line()
              + " (byte "
              + at.at().position()
              + ") is gone, and so may be lines that were added to it; restore it under a name that"
              + " rotated files have, or start afresh without the checkpoint");
    }
    LOG.warn(
        "{}: the file was emptied, or replaced, behind line {} (byte {}), and there is no copy of"
            + " it; reading goes on with what is there",
        files.log(),
        at.at().line(),
        at.at().position());
    return live.get();
  }

  private void closeFile() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  /** A last line that is not whole yet is left to a later run. */
  @Override
  public boolean boundToNow() throws IOException {
    isBound = true;
    bound = files.live();
    return true;
  }

  @Override
  public boolean exhausted() {
    return exhausted;
  }

  @Override
  public void close() throws IOException {
    closeFile();
    readAhead.clear();
  }
}
