package dev.millrace.kinesis;

import dev.millrace.core.SourceException;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.source.OffsetRange;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Reads a range from Kinesis that was planned earlier, or elsewhere. Used by one thread, once. */
final class RangeReplay {
  private final KinesisOptions options;
  private final String stream;
  private final OffsetRange range;
  private final Patient patient;
  private long records;

  RangeReplay(KinesisOptions options, String stream, OffsetRange range) {
    this.options = options;
    this.stream = stream;
    this.range = range;
    this.patient =
        new Patient(
            options.patience(),
            e ->
                new SourceException(
                    Failures.describe("reading " + range.split(), stream, options, e)
                        + "; nothing is lost, start again when that is mended",
                    e));
  }

  void read(Emitter<Record> out) throws Exception {
    String until = range.until().value();
    ShardCursor cursor =
        new ShardCursor(
            Streams.client(options), stream, range.split(), ShardPosition.of(range.from()));
    while (true) {
      // One more, for the record before, which comes first again.
      int limit = (int) Math.min(ShardCursor.MAX_RECORDS, range.records() - records + 1);
      ShardCursor.Page page = patient.call(() -> cursor.next(limit));
      for (Record data : page.records()) {
        int order = Sequence.compare(data.sequenceNumber(), until);
        if (order <= 0) {
          records++;
          out.emit(data);
        }
        if (order >= 0) {
          requireAll();
          return;
        }
      }
      if (page.isAtTip() || page.isEnd()) {
        requireAll();
        return;
      }
      Thread.sleep(options.pollInterval().toMillis());
    }
  }

  private void requireAll() {
    if (records != range.records()) {
      throw new SourceException(
          "the batch was planned with "
              + range.records()
              + " records of "
              + stream
              + "/"
              + range.split()
              + " until "
              + range.until().value()
              + ", but the stream holds only "
              + records
              + " of them: retention has removed the others; let the stream keep its records for"
              + " longer than the pipeline may stand still, and start the source afresh with"
              + " StreamingConfig.withFresh(<its name>) to go on with what is there");
    }
  }
}
