package dev.millrace.spark;

import dev.millrace.core.engine.StageSink;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.spark.internal.codec.BlockDecoder;
import dev.millrace.spark.internal.codec.BlockEncoder;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.Collections;
import java.util.List;

/**
 * The kept values of one partition, with what was put aside when they were computed. Objects as
 * they are while in memory; encoded when Spark moves a block to disk or to another executor.
 *
 * <p>The letters are reported by every task that reads the block, not by the one that computed it:
 * that one may fail afterwards, and the next attempt finds the block ready.
 */
class Block<T> implements Pass<T>, Externalizable {
  private static final long serialVersionUID = 1L;

  private List<T> values;
  private LetterBox letters;

  /** For deserialization. */
  public Block() {}

  Block(List<T> values, LetterBox letters) {
    this.values = Collections.unmodifiableList(values);
    this.letters = letters;
  }

  int size() {
    return values.size();
  }

  @Override
  public void push(StageSink<? super T> sink, SparkTask task) throws Exception {
    task.work().report(letters);
    for (T value : values) {
      sink.emit(value);
    }
    sink.complete();
  }

  @Override
  public List<T> values(SparkTask task) {
    task.work().report(letters);
    return values;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    BlockEncoder encoder = new BlockEncoder();
    values.forEach(encoder::add);
    byte[] encoded = encoder.finish(letters.pass());
    out.writeInt(encoded.length);
    out.write(encoded);
    out.writeInt(letters.partition());
    out.writeObject(letters.letters().toArray(DeadLetter[]::new));
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
    byte[] encoded = new byte[in.readInt()];
    in.readFully(encoded);
    values = Collections.unmodifiableList(new BlockDecoder(encoded).toList());
    int partition = in.readInt();
    DeadLetter[] all = (DeadLetter[]) in.readObject();
    letters = new LetterBox(BlockDecoder.label(encoded), partition, List.of(all));
  }
}
