package dev.millrace.file;

import dev.millrace.core.SourceException;
import dev.millrace.core.format.BadRecordException;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.SplitReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Reads one range: from the read-ahead where the planner ran here, from the file otherwise. */
final class FileSplitReader<T> implements SplitReader<T> {
  private final InputFile file;
  private final Format<T> format;
  private final int maxRecordBytes;
  private final FileOffset from;
  private final FileOffset until;
  private final Optional<Chunk<T>> chunk;

  /**
   * @param chunk the range's bytes, where they are at hand
   */
  FileSplitReader(
      InputFile file,
      Format<T> format,
      int maxRecordBytes,
      FileOffset from,
      FileOffset until,
      Optional<Chunk<T>> chunk) {
    this.file = file;
    this.format = format;
    this.maxRecordBytes = maxRecordBytes;
    this.from = from;
    this.until = until;
    this.chunk = chunk;
  }

  @Override
  public void read(Emitter<? super T> out, Emitter<DeadLetter> rejects) throws Exception {
    if (until.mark() == FileOffset.Mark.CUT) {
      rejects.emit(
          letter(
              until.line(),
              "the compressed file is damaged or cut off behind byte "
                  + until.position()
                  + " of its content; all whole records before were read, nothing behind can be",
              ""));
    } else if (chunk.isEmpty()) {
      readFile(out, rejects);
    } else {
      readChunk(chunk.get(), out, rejects);
    }
  }

  private void readChunk(Chunk<T> chunk, Emitter<? super T> out, Emitter<DeadLetter> rejects)
      throws Exception {
    RangeBytes slice = chunk.bytes();
    if (slice.isExcerpt) {
      rejects.emit(letter(slice.line, tooLong(), text(slice.bytes, 0, slice.bytes.length)));
    } else {
      RecordScanner scanner = format.scanner(maxRecordBytes);
      try (RecordCursor cursor =
          RecordCursor.over(slice.bytes, slice.from, slice.to, scanner, slice.line)) {
        readAll(cursor, chunk.decoding().decoder(), out, rejects);
      }
    }
  }

  private void readFile(Emitter<? super T> out, Emitter<DeadLetter> rejects) throws Exception {
    RecordScanner scanner = format.scanner(maxRecordBytes);
    byte[] header;
    RecordCursor opened;
    try {
      header = file.header(scanner, format.header());
      opened = file.open(scanner, from, until.position());
    } catch (NoSuchFileException e) {
      throw new SourceException(
          file.where()
              + " is gone, though bytes "
              + from.position()
              + " to "
              + until.position()
              + " are still to be read; restore it",
          e);
    }
    try (RecordCursor cursor = opened) {
      RecordDecoder<T> decoder = format.decoding(file.split(), header).decoder();
      readAll(cursor, decoder, out, rejects);
      file.checkUnchanged(until, cursor.offset());
    }
  }

  private void readAll(
      RecordCursor cursor,
      RecordDecoder<T> decoder,
      Emitter<? super T> out,
      Emitter<DeadLetter> rejects)
      throws Exception {
    for (; cursor.next(true); cursor.accept()) {
      switch (cursor.kind()) {
        case RECORD -> readRecord(cursor, decoder, out, rejects);
        case TOO_LONG -> reject(cursor, tooLong(), rejects);
        case OPEN_QUOTE -> reject(cursor, openQuote(), rejects);
        case BLANK -> {}
      }
      cursor.retain();
    }
  }

  private void readRecord(
      RecordCursor cursor,
      RecordDecoder<T> decoder,
      Emitter<? super T> out,
      Emitter<DeadLetter> rejects)
      throws Exception {
    T value;
    try {
      value = decoder.decode(cursor.buffer(), cursor.from(), cursor.contentEnd());
    } catch (BadRecordException e) {
      reject(cursor, e.getMessage(), rejects);
      return;
    }
    out.emit(value);
  }

  private void reject(RecordCursor cursor, String reason, Emitter<DeadLetter> rejects)
      throws Exception {
    byte[] excerpt = cursor.excerpt();
    String record =
        cursor.isSkipped()
            ? text(excerpt, 0, excerpt.length)
            : text(cursor.buffer(), cursor.from(), cursor.contentEnd());
    rejects.emit(letter(cursor.line(), reason, record));
  }

  private DeadLetter letter(long line, String reason, String record) {
    return new DeadLetter("file", file.split() + " line " + (line + 1), reason, record);
  }

  private String tooLong() {
    return "the line is longer than the " + maxRecordBytes + " bytes allowed for a record";
  }

  private String openQuote() {
    return "a quote opens a field and is not closed in front of a field's end within "
        + maxRecordBytes
        + " bytes; the line was skipped and reading goes on with the next";
  }

  private static String text(byte[] bytes, int from, int to) {
    int length = Math.min(to - from, RecordCursor.EXCERPT);
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }
}
