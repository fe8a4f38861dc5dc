package dev.millrace.ml.stream;

import dev.millrace.core.CheckpointException;
import dev.millrace.ml.internal.prequential.KeptPrediction;
import dev.millrace.ml.internal.prequential.KeptRow;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What keyed state holds of one id, as bytes, big-endian:
 *
 * <pre>{@code
 * header  = int8 1 (format) | int8 stage | int64 number | int64 time | int64 label or layout
 * pending = header | f64 weight | int32 n | n * int32 index | int32 m | m * f64 value
 *                  | int32 o | o * f64 output | int32 d | d * int32 decided
 * }</pre>
 */
final class Held {
  /** All that the ledger must know; what is pending has more. */
  static final int HEADER = 2 + 3 * Long.BYTES;

  /** Stands for nothing held. */
  static final byte[] NOTHING = {};

  private static final byte FORMAT = 1;

  private Held() {}

  /**
   * What stands in front.
   *
   * @param number in the order in which ids came
   * @param time of the row, or of the label that waits for one, in microseconds
   * @param label that waits; 0 if none does
   * @param layout of the predictions that are kept; 0 if none are
   */
  record Header(LabelLedger.Stage stage, long number, long time, double label, int layout) {}

  /** A row that is pending. */
  record Pending(int layout, KeptRow row, KeptPrediction prediction) {}

  /** Of an id that is not pending. */
  static byte[] of(LabelLedger.Entry entry) {
    byte[] bytes = new byte[HEADER];
    putHeader(ByteBuffer.wrap(bytes), entry, Double.doubleToRawLongBits(entry.label()));
    return bytes;
  }

  /** Of an id that is. */
  static byte[] of(LabelLedger.Entry entry, Pending pending) {
    KeptRow row = pending.row();
    KeptPrediction prediction = pending.prediction();
    int ints = 4 + row.indices().length + prediction.decided().length;
    int doubles = 1 + row.values().length + prediction.outputs().length;
    byte[] bytes = new byte[HEADER + Integer.BYTES * ints + Double.BYTES * doubles];
    ByteBuffer out = ByteBuffer.wrap(bytes);
    putHeader(out, entry, pending.layout());
    out.putDouble(row.weight());
    put(out, row.indices());
    put(out, row.values());
    put(out, prediction.outputs());
    put(out, prediction.decided());
    return bytes;
  }

  private static void putHeader(ByteBuffer out, LabelLedger.Entry entry, long extra) {
    out.put(FORMAT)
        .put(entry.stage().code())
        .putLong(entry.number())
        .putLong(entry.time())
        .putLong(extra);
  }

  private static void put(ByteBuffer out, int[] values) {
    out.putInt(values.length);
    out.asIntBuffer().put(values);
    out.position(out.position() + Integer.BYTES * values.length);
  }

  private static void put(ByteBuffer out, double[] values) {
    out.putInt(values.length);
    out.asDoubleBuffer().put(values);
    out.position(out.position() + Double.BYTES * values.length);
  }

  static Header header(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      byte format = in.get();
      byte code = in.get();
      Optional<LabelLedger.Stage> stage = LabelLedger.Stage.of(code);
      if (format != FORMAT || stage.isEmpty()) {
        throw new CheckpointException(
            "what waits for a label is of format "
                + format
                + " and stage "
                + code
                + ", which is not known here");
      }
      long number = in.getLong();
      long time = in.getLong();
      long extra = in.getLong();
      return stage.get() == LabelLedger.Stage.PENDING
          ? new Header(stage.get(), number, time, 0, (int) extra)
          : new Header(stage.get(), number, time, Double.longBitsToDouble(extra), 0);
    } catch (BufferUnderflowException e) {
      throw cut(e);
    }
  }

  static Pending pending(byte[] bytes) {
    int layout = header(bytes).layout();
    ByteBuffer in = ByteBuffer.wrap(bytes).position(HEADER);
    try {
      double weight = in.getDouble();
      KeptRow row = new KeptRow(ints(in), doubles(in), weight);
      double[] outputs = doubles(in);
      return new Pending(layout, row, new KeptPrediction(outputs, ints(in)));
    } catch (BufferUnderflowException e) {
      throw cut(e);
    }
  }

  private static int[] ints(ByteBuffer in) {
    int[] values = new int[count(in, Integer.BYTES)];
    in.asIntBuffer().get(values);
    in.position(in.position() + Integer.BYTES * values.length);
    return values;
  }

  private static double[] doubles(ByteBuffer in) {
    double[] values = new double[count(in, Double.BYTES)];
    in.asDoubleBuffer().get(values);
    in.position(in.position() + Double.BYTES * values.length);
    return values;
  }

  private static int count(ByteBuffer in, int width) {
    int count = in.getInt();
    if (count < 0 || count > in.remaining() / width) {
      throw new CheckpointException("a row that waits for its label is cut off");
    }
    return count;
  }

  private static CheckpointException cut(BufferUnderflowException cause) {
    return new CheckpointException("a row that waits for its label is cut off", cause);
  }

  /** The header alone. */
  static byte[] summary(byte[] bytes) {
    return Arrays.copyOf(bytes, HEADER);
  }
}
