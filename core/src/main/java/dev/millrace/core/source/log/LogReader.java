package dev.millrace.core.source.log;

import dev.millrace.core.SourceException;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.SplitReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Reads a range of the log, which lies in one segment. */
public final class LogReader<T> implements SplitReader<T> {
  private static final int BLOCK = 256 << 10;

  private final Path directory;
  private final LogFormat<T> format;
  private final LogPosition from;
  private final LogPosition until;

  /**
   * @param directory of the source, as its planner was given it
   */
  public LogReader(Path directory, LogFormat<T> format, OffsetRange range) {
    this.directory = directory;
    this.format = format;
    this.from = LogPosition.of(range.from());
    this.until = LogPosition.of(range.until());
  }

  @Override
  public void read(Emitter<? super T> out, Emitter<DeadLetter> rejects) throws Exception {
    byte[] bytes = segment().read(from.bytes(), until.bytes());
    ByteBuffer frames = ByteBuffer.wrap(bytes);
    for (long record = from.record(); record < until.record(); record++) {
      int code = 0;
      int length = -1;
      boolean whole = false;
      if (frames.remaining() >= LogFrames.HEADER) {
        code = frames.getInt();
        length = LogFrames.length(code);
        int check = frames.getInt();
        whole =
            length <= frames.remaining()
                && LogFrames.check(code, bytes, frames.position(), frames.position() + length)
                    == check;
      }
      if (!whole) {
        throw new SourceException(
            "record " + record + " in the log " + directory + " is damaged: its check differs");
      }
      emit(record, bytes, frames.position(), length, code < 0, out, rejects);
      frames.position(frames.position() + length);
    }
  }

  private LogSegment segment() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new SourceException(
          "the log "
              + directory
              + " of a source is not on this machine; it is written by the driver, so an"
              + " engine of several machines needs the checkpoint in a directory that all of them"
              + " mount at the same path");
    }
    List<LogSegment> segments = LogSegment.list(directory);
    for (int i = segments.size() - 1; i >= 0; i--) {
      if (segments.get(i).start().bytes() <= from.bytes()) {
        return segments.get(i);
      }
    }
    throw new SourceException(
        "record " + from.record() + " is not in the log " + directory + " any more");
  }

  private void emit(
      long record,
      byte[] bytes,
      int start,
      int length,
      boolean isTooLong,
      Emitter<? super T> out,
      Emitter<DeadLetter> rejects)
      throws Exception {
    if (isTooLong) {
      String reason = "the " + format.noun() + " is longer than allowed";
      rejects.emit(format.letter(record, reason, bytes, start, length));
      return;
    }
    T value;
    try {
      value = format.decoder().decode(bytes, start, length);
    } catch (Exception e) {
      rejects.emit(format.letter(record, LogFormat.reason(e), bytes, start, length));
      return;
    }
    out.emit(value);
  }

  /**
   * How far a range that starts at {@code at} reaches within the limits.
   *
   * @param atLeastOne whether the first record counts though it may exceed the limit of bytes
   */
  static LogPosition reach(
      LogSegment segment, LogPosition at, long until, PlanLimits limits, boolean atLeastOne)
      throws IOException {
    long records = 0;
    long reached = at.bytes();
    try (FileChannel channel = FileChannel.open(segment.path(), StandardOpenOption.READ)) {
      ByteBuffer block = ByteBuffer.allocate(0);
      long blockStart = reached;
      while (reached < until && records < limits.records()) {
        if (reached + LogFrames.HEADER > blockStart + block.limit()) {
          blockStart = reached;
          block = ByteBuffer.allocate((int) Math.min(BLOCK, until - blockStart));
          LogSegment.readFully(channel, block, segment.fileOffset(blockStart));
        }
        int length = LogFrames.length(block.getInt((int) (reached - blockStart)));
        long next = reached + LogFrames.HEADER + length;
        boolean first = atLeastOne && records == 0;
        if (next - at.bytes() > limits.bytes() && !first) {
          break;
        }
        reached = next;
        records++;
      }
    }
    return at.plus(records, reached - at.bytes());
  }
}
