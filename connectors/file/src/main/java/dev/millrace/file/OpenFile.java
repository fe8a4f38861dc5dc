package dev.millrace.file;

import dev.millrace.core.SourceException;
import dev.millrace.core.file.FileTree.Entry;
import java.io.Closeable;
import java.io.IOException;

/**
 * The file that the planner is reading.
 *
 * <p>Where ranges are cut depends on the file's content, the offset to go on from, and the limits
 * alone, never on how the bytes happened to be buffered: results depend on partitions, and a run
 * that was restarted must come to the same.
 */
final class OpenFile<T> implements Closeable {
  /** A range ends with the record that reaches this size. */
  static final int RANGE_BYTES = 1 << 20;

  /** How far a plan came in a file. */
  enum State {
    /** The budget or the pace allows no more now. */
    STOPPED,
    /** What is left is not a whole record yet. */
    WAITING,
    /** Nothing is left. */
    COMPLETE
  }

  /** Takes the ranges that were chosen, in order. */
  interface Ranges<T> {
    void add(FileOffset from, FileOffset until, long records, Chunk<T> chunk);
  }

  private final Format<T> format;
  private final InputFile file;
  private final RecordCursor cursor;
  private final Entry found;
  private final long length;
  private final HeaderKind header;
  private final HeaderReader headerReader;
  private FileOffset planned;
  private FileDecoding<T> decoding;
  private RecordDecoder<T> decoder;

  private OpenFile(
      Format<T> format,
      InputFile file,
      RecordCursor cursor,
      Entry found,
      long length,
      FileOffset planned) {
    this.format = format;
    this.file = file;
    this.cursor = cursor;
    this.found = found;
    this.length = length;
    this.planned = planned;
    this.header = format.header();
    this.headerReader = new HeaderReader(file.split(), header);
  }

  /** Opens the file where the stream goes on; nothing behind byte {@code until} is read. */
  static <T> OpenFile<T> open(
      Format<T> format, int maxRecordBytes, InputFile file, FileOffset at, long until)
      throws IOException {
    Entry found = file.entry();
    RecordScanner scanner = format.scanner(maxRecordBytes);
    RecordCursor cursor = file.open(found, scanner, at, until);
    long length = Math.min(until, found.size());
    OpenFile<T> open = new OpenFile<>(format, file, cursor, found, length, at);
    try {
      if (at.position() == 0) {
        cursor.skipByteOrderMark();
      }
      if (at.position() > 0 || open.header == HeaderKind.NONE) {
        open.decodeWith(file.header(format.scanner(maxRecordBytes), open.header));
      }
      return open;
    } catch (IOException | RuntimeException e) {
      cursor.close();
      throw e;
    }
  }

  private void decodeWith(byte[] content) {
    decoding = format.decoding(file.split(), content);
    decoder = decoding.decoder();
  }

  /** Whether this is that file, planned up to {@code at}. */
  boolean standsAt(InputFile other, FileOffset at) {
    return file.equals(other) && planned.equals(at);
  }

  /** Whether the file there is another by now, or has lost or (if compressed) won bytes. */
  boolean isStale() throws IOException {
    Entry now = file.entry();
    long read = cursor.bytesRead();
    return !now.tag().equals(found.tag())
        || (file.isCompressed() ? now.size() != found.size() : now.size() < read);
  }

  /** Where the ranges planned so far end. */
  FileOffset planned() {
    return planned;
  }

  long contentBytesRead() {
    return cursor.bytesRead();
  }

  long fileBytesRead() {
    return cursor.fileBytesRead();
  }

  /**
   * Adds ranges as far as the budget, the pace and the file go.
   *
   * @param last whether the file's end ends its last record
   */
  State plan(boolean last, PlanBudget budget, Pacer<T> pacer, Ranges<T> ranges) throws Exception {
    cursor.resume();
    if (decoding == null) {
      byte[] read = headerReader.read(cursor, last);
      if (read != null) {
        decodeWith(read);
      }
    }
    boolean more = decoding != null && findRecord(last);
    while (more) {
      if (budget.isSpent() || !admits(budget, pacer)) {
        return State.STOPPED;
      }
      Planned next = cursor.isSkipped() ? longRecord(budget, pacer) : range(last, budget, pacer);
      more = findRecord(last);
      boolean ends = !more && file.isCompressed() && cursor.isAtEnd();
      add(ends ? next.ending() : next, ranges);
    }
    return finish(last, budget, ranges);
  }

  /** Finds the next record, over blank lines; whether there is one. */
  private boolean findRecord(boolean last) throws IOException {
    while (cursor.next(last)) {
      if (cursor.kind() != RecordScanner.Kind.BLANK) {
        return true;
      }
      cursor.accept();
      cursor.retain();
    }
    return false;
  }

  private boolean admits(PlanBudget budget, Pacer<T> pacer) throws Exception {
    return budget.admits(cursor.unitBytes()) && pacer.isDue(cursor, decoder);
  }

  /** A range and its bytes. */
  private record Planned(FileOffset from, FileOffset until, long records, RangeBytes bytes) {
    Planned ending() {
      return new Planned(from, until.marked(FileOffset.Mark.END), records, bytes);
    }
  }

  private Planned longRecord(PlanBudget budget, Pacer<T> pacer) {
    FileOffset from = cursor.offset();
    RangeBytes excerpt = RangeBytes.excerpt(cursor.excerpt(), from.line());
    pass(budget, pacer);
    return new Planned(start(from), cursor.offset(), 1, excerpt);
  }

  private void pass(PlanBudget budget, Pacer<T> pacer) {
    budget.take(cursor.unitBytes());
    pacer.passed();
    cursor.accept();
  }

  /** The range that begins with the record just found. */
  private Planned range(boolean last, PlanBudget budget, Pacer<T> pacer) throws Exception {
    cursor.retain();
    FileOffset from = cursor.offset();
    long records = 0;
    long size = 0;
    byte[] bytes;
    int start;
    int end;
    do {
      size += cursor.unitBytes();
      if (cursor.kind() == RecordScanner.Kind.BLANK) {
        cursor.accept();
      } else {
        pass(budget, pacer);
        records++;
      }
      bytes = cursor.buffer();
      start = cursor.retainedFrom();
      end = cursor.from();
    } while (size < RANGE_BYTES
        && !budget.isSpent()
        && cursor.next(last)
        && (cursor.kind() == RecordScanner.Kind.BLANK
            || (!cursor.isSkipped() && admits(budget, pacer))));
    RangeBytes slice = RangeBytes.of(bytes, start, end, from.line());
    return new Planned(start(from), cursor.offset(), records, slice);
  }

  /** A range goes on where the one before ended, though blank lines may follow there. */
  private FileOffset start(FileOffset firstRecord) {
    return planned.position() == 0 ? firstRecord : planned;
  }

  private void add(Planned next, Ranges<T> ranges) {
    Chunk<T> chunk = new Chunk<>(next.bytes(), decoding);
    ranges.add(next.from(), next.until(), next.records(), chunk);
    planned = next.until();
  }

  private State finish(boolean last, PlanBudget budget, Ranges<T> ranges) throws IOException {
    if (cursor.isDamaged()) {
      if (!last || budget.isSpent()) {
        return last ? State.STOPPED : State.WAITING;
      }
      FileOffset at = cursor.offset();
      FileOffset cut = at.marked(FileOffset.Mark.CUT);
      budget.take(0);
      add(new Planned(start(at), cut, 1, RangeBytes.NONE), ranges);
      return State.COMPLETE;
    }
    if (!file.isCompressed() && cursor.isAtEnd() && cursor.bytesRead() < length) {
      throw new SourceException(
          file.where()
              + " has shrunk to "
              + cursor.bytesRead()
              + " bytes from "
              + length
              + " while it was read; restore it, or start afresh without the checkpoint");
    }
    return cursor.isAtEnd() ? State.COMPLETE : State.WAITING;
  }

  @Override
  public void close() throws IOException {
    cursor.close();
  }
}
