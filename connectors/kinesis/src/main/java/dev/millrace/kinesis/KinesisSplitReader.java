package dev.millrace.kinesis;

import dev.millrace.core.format.BadRecordException;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.SplitReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Reads one range of one shard: what is at hand, or else what Kinesis still has. */
final class KinesisSplitReader<T> implements SplitReader<T> {
  private static final int EXCERPT = 1000;

  private final KinesisOptions options;
  private final String stream;
  private final RecordDecoder<T> decoder;
  private final ReadAhead ahead;
  private final OffsetRange range;

  KinesisSplitReader(
      KinesisOptions options,
      String stream,
      RecordDecoder<T> decoder,
      ReadAhead ahead,
      OffsetRange range) {
    this.options = options;
    this.stream = stream;
    this.decoder = decoder;
    this.ahead = ahead;
    this.range = range;
  }

  @Override
  public void read(Emitter<? super T> out, Emitter<DeadLetter> rejects) throws Exception {
    Optional<List<Record>> held = ahead.records(range);
    if (held.isPresent()) {
      for (Record data : held.get()) {
        accept(data, out, rejects);
      }
    } else {
      new RangeReplay(options, stream, range).read(data -> accept(data, out, rejects));
    }
  }

  private void accept(Record data, Emitter<? super T> out, Emitter<DeadLetter> rejects)
      throws Exception {
    T value;
    try {
      value = decoder.decode(range.split(), data);
    } catch (Exception e) {
      rejects.emit(letter(data, e));
      return;
    }
    out.emit(value);
  }

  private DeadLetter letter(Record data, Exception reason) {
    byte[] bytes = data.data().asByteArrayUnsafe();
    return new DeadLetter(
        "kinesis",
        stream + "/" + range.split() + "@" + data.sequenceNumber(),
        reason instanceof BadRecordException ? reason.getMessage() : reason.toString(),
        new String(bytes, 0, Math.min(bytes.length, EXCERPT), StandardCharsets.UTF_8));
  }
}
