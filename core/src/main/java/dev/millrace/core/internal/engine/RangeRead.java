package dev.millrace.core.internal.engine;

import dev.millrace.core.SourceException;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SplitReader;

/** Reads one range of a source as part of a task, the same way in every engine. */
public final class RangeRead {
  private RangeRead() {}

  /**
   * Pushes every record of the range. A failure of the source becomes a {@link SourceException}
   * that names it; a failure of what takes the records is thrown on as it is.
   *
   * @param name the source's name in the pipeline
   * @param rejects takes what could not be decoded, under the source's name
   */
  public static <T> void push(
      String name,
      Source<T> source,
      OffsetRange range,
      Emitter<? super T> out,
      Emitter<DeadLetter> rejects)
      throws Exception {
    Guarded<T> guarded = new Guarded<>(out);
    try (SplitReader<T> reader = source.reader(range)) {
      reader.read(guarded, letter -> reject(name, source.badRecords(), letter, rejects));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw guarded.failure != null ? guarded.failure : failed(name, range, e);
    }
  }

  private static void reject(
      String name, BadRecordPolicy policy, DeadLetter letter, Emitter<DeadLetter> rejects)
      throws Exception {
    if (policy == BadRecordPolicy.FAIL) {
      throw new SourceException(
          "bad record at "
              + letter.position()
              + ": "
              + letter.reason()
              + "; correct the input, or let the source put bad records aside");
    }
    rejects.emit(new DeadLetter(name, letter.position(), letter.reason(), letter.record()));
  }

  private static SourceException failed(String name, OffsetRange range, Exception cause) {
    return new SourceException(
        "source '"
            + name
            + "', split "
            + range.split()
            + " from "
            + range.from().value()
            + " until "
            + range.until().value()
            + ": "
            + (cause instanceof SourceException ? cause.getMessage() : cause.toString()),
        cause);
  }

  /** Tells failures of what comes after the reader from the reader's own. */
  private static final class Guarded<T> implements Emitter<T> {
    private final Emitter<? super T> out;
    private Exception failure;

    Guarded(Emitter<? super T> out) {
      this.out = out;
    }

    @Override
    public void emit(T value) throws Exception {
      try {
        out.emit(value);
      } catch (Exception e) {
        failure = e;
        throw e;
      }
    }
  }
}
