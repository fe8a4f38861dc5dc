package dev.millrace.file;

import dev.millrace.core.file.FileTree.Entry;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.ReadAhead;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plans the files of a source by name, one after the other. */
final class FilePlanner<T> implements SplitPlanner {
  private static final long LISTING_INTERVAL_NANOS = 1_000_000_000L;

  private final FileSettings<T> settings;
  private final ReadAhead<Chunk<T>> readAhead;
  private final Clock clock;
  private final Pacer<T> pacer;

  /** Files that were found to hold nothing more, so that they need no look again. */
  private final Map<String, Finished> finished = new HashMap<>();

  private final Progress progress = new Progress();
  private List<Entry> files = List.of();

  /** How much of each file counts when the source is bound to a moment; null otherwise. */
  private Map<String, Long> bounds;

  private boolean listed;
  private boolean idle;
  private long listedNanos;
  private OpenFile<T> open;
  private boolean exhausted;

  FilePlanner(FileSettings<T> settings, ReadAhead<Chunk<T>> readAhead, SourceContext context) {
    this.settings = settings;
    this.readAhead = readAhead;
    this.clock = context.clock();
    this.pacer = Pacer.of(settings.pace(), clock);
  }

  /** Nothing follows {@code at}, when the file's content was that long. */
  private record Finished(FileOffset at, long contentBytes) {}

  @Override
  public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits) throws Exception {
    readAhead.advance();
    boolean fresh = list();
    PlanBudget budget = new PlanBudget(limits);
    List<OffsetRange> ranges = new ArrayList<>();
    OpenFile.State state = OpenFile.State.COMPLETE;
    for (int i = 0; i < files.size() && state != OpenFile.State.STOPPED; i++) {
      Entry file = files.get(i);
      Offset offset = committed.get(file.name());
      FileOffset at = offset == null ? FileOffset.START : FileOffset.of(file.name(), offset);
      boolean last = !follows() || i < files.size() - 1;
      if (!isFinished(file, at, fresh)) {
        state =
            budget.isSpent()
                ? OpenFile.State.STOPPED
                : planFile(settings.files().file(file.name()), at, last, budget, ranges);
      }
    }
    exhausted = state != OpenFile.State.STOPPED && (!follows() || bounds != null);
    idle = ranges.isEmpty();
    return ranges;
  }

  private boolean follows() {
    return settings.options().follow();
  }

  /** Lists the files when it is time to; whether it was. */
  private boolean list() throws IOException {
    long now = clock.nanos();
    boolean due =
        follows() && bounds == null && (idle || now - listedNanos > LISTING_INTERVAL_NANOS);
    if (listed && !due) {
      return false;
    }
    files = settings.files().list();
    listed = true;
    listedNanos = now;
    if (!follows()) {
      progress.files(files);
    }
    return true;
  }

  private boolean isFinished(Entry file, FileOffset at, boolean fresh) {
    if (at.mark() != FileOffset.Mark.OPEN) {
      return true;
    }
    Finished end = finished.get(file.name());
    if (end == null || !end.at().equals(at)) {
      return false;
    }
    boolean mayHaveGrown = fresh && follows() && !InputFile.isCompressed(file.name());
    return !mayHaveGrown || file.size() == end.contentBytes();
  }

  /** Plans as much of a file as fits. */
  private OpenFile.State planFile(
      InputFile file, FileOffset at, boolean last, PlanBudget budget, List<OffsetRange> ranges)
      throws Exception {
    if (open == null || !open.standsAt(file, at) || (follows() && open.isStale())) {
      closeFile();
      long until = bounds == null ? Long.MAX_VALUE : bounds.get(file.split());
      open = OpenFile.open(settings.format(), settings.options().maxRecordBytes(), file, at, until);
    }
    OpenFile.State state =
        open.plan(
            last,
            budget,
            pacer,
            (from, until, records, chunk) -> {
              OffsetRange range =
                  new OffsetRange(file.split(), from.toOffset(), until.toOffset(), records);
              readAhead.put(range, chunk);
              ranges.add(range);
            });
    progress.observe(file, open.contentBytesRead(), open.fileBytesRead());
    if (state == OpenFile.State.COMPLETE && last) {
      finished.put(file.split(), new Finished(open.planned(), open.contentBytesRead()));
      closeFile();
    }
    return state;
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
    if (follows()) {
      listed = false;
      list();
      bounds = new HashMap<>();
      for (Entry file : files) {
        bounds.put(file.name(), InputFile.isCompressed(file.name()) ? Long.MAX_VALUE : file.size());
      }
    }
    return true;
  }

  @Override
  public boolean exhausted() {
    return exhausted;
  }

  @Override
  public double progress(Map<String, Offset> offsets) {
    return follows() ? Double.NaN : progress.of(offsets);
  }

  @Override
  public void close() throws IOException {
    closeFile();
    readAhead.clear();
  }
}
