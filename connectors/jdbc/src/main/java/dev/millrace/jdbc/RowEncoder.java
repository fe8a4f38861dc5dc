package dev.millrace.jdbc;

import dev.millrace.core.SinkException;
import dev.millrace.core.sink.StagedBatches;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlRowWriter;
import dev.millrace.core.sql.SqlTable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Rows as bytes, one after the other, big-endian. A value is a byte 1 and then, by the type of its
 * column; a missing one a byte 0:
 *
 * <pre>
 * BOOLEAN    byte
 * INTEGER    int
 * BIGINT     long
 * DOUBLE     long, the bits
 * DECIMAL    int length, then the digits before scale 18 as two's complement
 * TEXT       int length, then UTF-8
 * TIMESTAMP  long, microseconds since 1970
 * DATE       long, days since 1970
 * </pre>
 */
final class RowEncoder implements SqlRowWriter {
  static final byte MISSING = 0;
  private static final byte PRESENT = 1;
  private static final int FIRST_CAPACITY = 1 << 12;

  private ByteBuffer out = ByteBuffer.allocate(FIRST_CAPACITY);

  private RowEncoder() {}

  /** What the rows of a batch stand behind: their columns, so that none are taken for others. */
  static StagedBatches.Part header(List<SqlColumn> columns) {
    byte[] text = SqlColumn.describe(columns).getBytes(StandardCharsets.UTF_8);
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES + text.length).putInt(text.length).put(text).array();
    return new StagedBatches.Part(0, bytes);
  }

  /** Reads what {@link #header} wrote. */
  static void requireHeader(ByteBuffer in, List<SqlColumn> columns, long batchId) {
    byte[] text = new byte[in.getInt()];
    in.get(text);
    String staged = new String(text, StandardCharsets.UTF_8);
    String expected = SqlColumn.describe(columns);
    if (!staged.equals(expected)) {
      throw new SinkException(
          "batch "
              + batchId
              + " is committed with the columns "
              + staged
              + " and waits to be published, but the sink now has "
              + expected
              + "; start the earlier version once, so that it publishes the batch");
    }
  }

  static <T> StagedBatches.Part encode(SqlTable<T> table, List<T> values) throws Exception {
    RowEncoder encoder = new RowEncoder();
    for (T value : values) {
      table.write(value, encoder);
    }
    return new StagedBatches.Part(
        values.size(), Arrays.copyOf(encoder.out.array(), encoder.out.position()));
  }

  /** Makes room for a value of so many bytes. */
  private ByteBuffer value(int bytes) {
    int needed = Math.addExact(Math.addExact(out.position(), 1), bytes);
    if (needed > out.capacity()) {
      int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * out.capacity());
      byte[] larger = Arrays.copyOf(out.array(), Math.max(needed, doubled));
      out = ByteBuffer.wrap(larger).position(out.position());
    }
    return out;
  }

  @Override
  public void missing() {
    value(0).put(MISSING);
  }

  @Override
  public void bool(boolean value) {
    value(1).put(PRESENT).put((byte) (value ? 1 : 0));
  }

  @Override
  public void int32(int value) {
    value(Integer.BYTES).put(PRESENT).putInt(value);
  }

  @Override
  public void int64(long value) {
    value(Long.BYTES).put(PRESENT).putLong(value);
  }

  @Override
  public void float64(double value) {
    int64(Double.doubleToRawLongBits(value));
  }

  @Override
  public void decimal(BigDecimal value) {
    bytes(value.unscaledValue().toByteArray());
  }

  @Override
  public void text(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void timestamp(long micros) {
    int64(micros);
  }

  @Override
  public void date(long epochDay) {
    int64(epochDay);
  }

  private void bytes(byte[] data) {
    value(Math.addExact(Integer.BYTES, data.length)).put(PRESENT).putInt(data.length).put(data);
  }
}
