package dev.millrace.core.source.log;

import dev.millrace.core.file.LastingDirectories;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps received records until they are committed. Receivers append, the planner forces and
 * forgets. Thread-safe.
 *
 * <p>Invariants: segments follow each other without a gap; only the last one is written to; what is
 * before the end is whole appends. A crash can tear the last segment's tail only, which is cut when
 * the log is opened: nobody has planned it, since only what is in the file for good is planned.
 */
public final class WriteAheadLog implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);

  private final Path directory;
  private final LogOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Deque<LogSegment> segments = new ArrayDeque<>();

  /** The last segment. No channel: those close under a thread that is interrupted. */
  private RandomAccessFile file;

  private LogPosition end = LogPosition.START;
  private LogPosition forced = LogPosition.START;

  /** Up to where the pipeline has come; what lies behind is unread and limits what may come in. */
  private long taken;

  private boolean stopped;

  /** Whether something came since {@link #force}, and when the first of it did. */
  private boolean lingers;

  private long lingersSince;

  /** Held by the one who forces for all that wait. */
  private final Object forcing = new Object();

  /** Why what was appended may not be on disk; a force that failed must not be tried again. */
  private IOException broken;

  /** What is forced outside the lock, and closed by who does so if its segment ends meanwhile. */
  private RandomAccessFile inForce;

  private WriteAheadLog(Path directory, LogOptions options) {
    this.directory = directory;
    this.options = options;
  }

  /** Opens the log, or begins one. */
  public static WriteAheadLog open(Path directory, LogOptions options) throws IOException {
    LastingDirectories.create(directory);
    WriteAheadLog log = new WriteAheadLog(directory, options);
    log.segments.addAll(LogSegment.list(directory));
    if (log.segments.isEmpty()) {
      log.begin(LogPosition.START);
    } else {
      log.recover();
    }
    return log;
  }

  private void recover() throws IOException {
    LogSegment last = segments.getLast();
    file = new RandomAccessFile(last.path().toFile(), "rw");
    end = wholeAppends(last, (content, length) -> {});
    long length = last.fileOffset(end.bytes());
    if (file.length() > length) {
      LOG.warn(
          "{}: cutting {} bytes that a crash left unfinished behind record {}",
          last.path(),
          file.length() - length,
          end.record());
    }
    file.setLength(length);
    file.seek(0);
    file.write(LogSegment.MAGIC);
    file.getFD().sync();
    forced = end;
  }

  /** Takes records. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param content the first {@code length} bytes are the record
     */
    void visit(byte[] content, int length) throws IOException;
  }

  /** Shows all records that the log holds, oldest first; before anything is appended. */
  public void visit(Visitor visitor) throws IOException {
    for (LogSegment segment : LogSegment.list(directory)) {
      wholeAppends(segment, visitor);
    }
  }

  /** Where the last whole append of a segment ends. */
  private static LogPosition wholeAppends(LogSegment segment, Visitor visitor) throws IOException {
    LogPosition position = segment.start();
    LogPosition whole = position;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(segment.path())))) {
      byte[] magic = in.readNBytes(LogSegment.MAGIC.length);
      if (magic.length == LogSegment.MAGIC.length && !Arrays.equals(magic, LogSegment.MAGIC)) {
        throw new IOException(segment.path() + " is no log of this version; move it away");
      }
      while (true) {
        int code = in.readInt();
        int check = in.readInt();
        int length = LogFrames.length(code);
        byte[] content = in.readNBytes(Math.min(length, LogFrames.LONGEST));
        if (content.length < length || LogFrames.check(code, content, 0, length) != check) {
          return whole;
        }
        visitor.visit(content, length);
        position = position.plus(1, LogFrames.HEADER + length);
        whole = LogFrames.hasMore(code) ? whole : position;
      }
    } catch (EOFException e) {
      return whole;
    }
  }

  /** The segment before is whole on disk before there is a name behind it. */
  private void begin(LogPosition start) throws IOException {
    RandomAccessFile ended = file;
    if (ended != null) {
      forceOrBreak(ended);
    }
    LogSegment segment = LogSegment.at(directory, start);
    RandomAccessFile begun = new RandomAccessFile(segment.path().toFile(), "rw");
    try {
      begun.write(LogSegment.MAGIC);
      forceOrBreak(begun);
      LastingDirectories.force(directory);
    } catch (IOException e) {
      begun.close();
      throw e;
    }
    file = begun;
    segments.addLast(segment);
    end = start;
    forced = start;
    if (ended != null && ended != inForce) {
      ended.close();
    }
  }

  private void forceOrBreak(RandomAccessFile some) throws IOException {
    try {
      some.getFD().sync();
    } catch (IOException e) {
      broken = e;
      throw e;
    }
  }

  /** The oldest position that can be read. */
  LogPosition first() {
    lock.lock();
    try {
      return segments.getFirst().start();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Begins anew at a position behind the end: the records before it were lost, but are committed.
   */
  void restartAt(LogPosition position) throws IOException {
    lock.lock();
    try {
      List<LogSegment> old = List.copyOf(segments);
      segments.clear();
      begin(position);
      for (LogSegment segment : old) {
        Files.delete(segment.path());
      }
    } finally {
      lock.unlock();
    }
  }

  LogPosition end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends, after waiting for room. The source is not told before {@link #sync} that this lasts.
   *
   * @return false when the source ends meanwhile, and nothing was appended
   */
  public boolean append(LogFrames frames) throws IOException, InterruptedException {
    lock.lock();
    try {
      while (isFull() && !stopped) {
        room.await();
      }
      return tryAppend(frames);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends if there is room.
   *
   * @return whether there was
   */
  public boolean tryAppend(LogFrames frames) throws IOException {
    lock.lock();
    try {
      requireWhole();
      if (isFull()) {
        return false;
      }
      LogSegment last = segments.getLast();
      if (end.bytes() - last.start().bytes() >= options.segmentBytes()) {
        begin(end);
        last = segments.getLast();
      }
      if (!lingers) {
        lingers = true;
        lingersSince = System.nanoTime();
      }
      file.seek(last.fileOffset(end.bytes()));
      file.write(frames.bytes(), 0, frames.size());
      end = end.plus(frames.records(), frames.size());
      if (isFull()) {
        room.signalAll(); // nobody need linger any more
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void requireWhole() throws IOException {
    if (broken != null) {
      throw new IOException("the log " + directory + " could not be forced to disk", broken);
    }
  }

  private boolean isFull() {
    return end.bytes() - Math.max(taken, segments.getFirst().start().bytes()) >= options.maxBytes();
  }

  /** Makes what was appended before durable, whatever the options say. Callers share a force. */
  public void sync() throws IOException {
    long wanted = end().bytes();
    synchronized (forcing) {
      RandomAccessFile current;
      LogPosition reached;
      lock.lock();
      try {
        requireWhole();
        if (forced.bytes() >= wanted) {
          return;
        }
        current = file;
        inForce = current;
        reached = end;
      } finally {
        lock.unlock();
      }
      force(current, reached);
    }
  }

  /** Waits until what came since {@link #force} has waited for as long as the options say. */
  void linger() {
    lock.lock();
    try {
      long left = lingers ? options.linger().toNanos() - (System.nanoTime() - lingersSince) : 0;
      while (left > 0 && !stopped && !isFull()) {
        left = room.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever waits is in a hurry
    } finally {
      lock.unlock();
    }
  }

  /** The end, behind which what comes lingers anew. */
  private LogPosition reach() {
    lock.lock();
    try {
      lingers = false;
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** Makes what was appended so far durable, as far as the options ask for it; where it ends. */
  LogPosition force() throws IOException {
    LogPosition reached = reach();
    if (options.sync() == LogOptions.Sync.EACH_PLAN) {
      sync();
    }
    return reached;
  }

  /** Outside the lock, so that receiving goes on meanwhile. */
  private void force(RandomAccessFile current, LogPosition reached) throws IOException {
    IOException problem = null;
    try {
      current.getFD().sync();
    } catch (IOException e) {
      problem = e;
    }
    lock.lock();
    try {
      inForce = null;
      if (current != file) {
        current.close();
      }
      if (problem != null) {
        broken = problem;
        throw problem;
      }
      forced = reached.bytes() > forced.bytes() ? reached : forced;
    } finally {
      lock.unlock();
    }
  }

  /** The segment that holds what comes after {@code bytes}, and where it ends. */
  Extent extent(long bytes) {
    lock.lock();
    try {
      LogSegment found = segments.getFirst();
      LogPosition until = end;
      for (LogSegment segment : segments) {
        if (segment.start().bytes() > bytes) {
          until = segment.start();
          break;
        }
        found = segment;
      }
      return new Extent(found, until);
    } finally {
      lock.unlock();
    }
  }

  /** A segment and its end. */
  record Extent(LogSegment segment, LogPosition until) {}

  /**
   * Makes room for as much as lies before {@code bytes}: the pipeline goes on behind it. Not what
   * is forgotten later, or a log whose batches are kept for a fallback would stay full for ever.
   */
  void take(long bytes) {
    lock.lock();
    try {
      taken = Math.max(taken, bytes);
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Deletes the segments that hold nothing behind {@code bytes}, but never the last one. */
  void forget(long bytes) throws IOException {
    lock.lock();
    try {
      while (segments.size() > 1) {
        LogSegment oldest = segments.removeFirst();
        if (segments.getFirst().start().bytes() > bytes - options.keptBytes()) {
          segments.addFirst(oldest);
          return;
        }
        Files.deleteIfExists(oldest.path());
      }
    } finally {
      lock.unlock();
    }
  }

  /** From now on nobody waits for room: what does not fit is not appended. */
  void stopWaiting() {
    lock.lock();
    try {
      stopped = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Once nobody appends any more. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      file.getFD().sync();
      file.close();
    } finally {
      lock.unlock();
    }
  }
}
