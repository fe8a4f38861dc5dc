package dev.millrace.yaml;

import dev.millrace.core.function.Emitter;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.row.Row;
import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.DriverSource;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import java.io.IOException;

/**
 * The texts of a source as rows; what is none becomes a dead letter. Immutable.
 *
 * @param text of what the source gives
 */
record Parsed<T>(
    DriverSource<T> source, MapFunction<T, String> text, MapFunction<String, Row> parser)
    implements DriverSource<Row> {
  @Override
  public SplitPlanner planner(SourceContext context) throws Exception {
    return source.planner(context);
  }

  @Override
  public SplitReader<Row> reader(OffsetRange range) throws Exception {
    SplitReader<T> reader = source.reader(range);
    return new SplitReader<>() {
      @Override
      public void read(Emitter<? super Row> out, Emitter<DeadLetter> rejects) throws Exception {
        reader.read(value -> parse(text.apply(value), range, out, rejects), rejects);
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }

  private void parse(
      String text, OffsetRange range, Emitter<? super Row> out, Emitter<DeadLetter> rejects)
      throws Exception {
    Row row;
    try {
      row = parser.apply(text);
    } catch (Exception e) {
      String position = range.split() + " from " + range.from().value();
      rejects.emit(
          new DeadLetter(source.toString(), position, String.valueOf(e.getMessage()), text));
      return;
    }
    out.emit(row);
  }

  @Override
  public BadRecordPolicy badRecords() {
    return source.badRecords();
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
