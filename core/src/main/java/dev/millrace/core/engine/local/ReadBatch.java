package dev.millrace.core.engine.local;

import dev.millrace.core.SourceException;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SplitReader;
import java.util.List;
import java.util.Objects;

/** Records of a source, read as part of the pass that uses them. */
final class ReadBatch<T> extends LocalBatch<T> {
  private final String name;
  private final Source<T> source;
  private final List<OffsetRange> ranges;

  ReadBatch(LocalEngine engine, String name, Source<T> source, List<OffsetRange> ranges) {
    super(engine);
    this.name = Objects.requireNonNull(name, "name");
    this.source = Objects.requireNonNull(source, "source");
    this.ranges = List.copyOf(ranges);
  }

  @Override
  public int partitions() {
    return ranges.size();
  }

  @Override
  void prepare() {}

  @Override
  void push(int partition, StageSink<? super T> sink, LocalTask task) throws Exception {
    OffsetRange range = ranges.get(partition);
    Guarded<T> guarded = new Guarded<>(sink);
    try (SplitReader<T> reader = source.reader(range)) {
      reader.read(guarded, letter -> reject(letter, task));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw guarded.failure != null ? guarded.failure : failed(range, e);
    }
    sink.complete();
  }

  @Override
  boolean isIdle(int partition) {
    return false;
  }

  private void reject(DeadLetter letter, LocalTask task) {
    if (source.badRecords() == BadRecordPolicy.FAIL) {
      throw new SourceException(
          "bad record at "
              + letter.position()
              + ": "
              + letter.reason()
              + "; correct the input, or let the source put bad records aside");
    }
    task.reject(new DeadLetter(name, letter.position(), letter.reason(), letter.record()));
  }

  private SourceException failed(OffsetRange range, Exception cause) {
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
    private final StageSink<? super T> sink;
    private Exception failure;

    Guarded(StageSink<? super T> sink) {
      this.sink = sink;
    }

    @Override
    public void emit(T value) throws Exception {
      try {
        sink.emit(value);
      } catch (Exception e) {
        failure = e;
        throw e;
      }
    }
  }
}
