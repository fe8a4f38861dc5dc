package dev.millrace.core.internal.codec;

import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes to encode into; big-endian, as {@link DataOutput} says. */
public final class ByteOutput implements DataOutput {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int KEPT = 1 << 16;
  private static final int MAX = Integer.MAX_VALUE - 16;

  private byte[] bytes = new byte[64];
  private int size;

  /** How many bytes were written. */
  public int size() {
    return size;
  }

  /** Forgets what was written; room for a great deal of it is given back. */
  public void clear() {
    size = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[64];
    }
  }

  /** The array that holds what was written, from its beginning; not copied. */
  public byte[] array() {
    return bytes;
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  @Override
  public void write(int b) {
    int at = reserve(1);
    bytes[at] = (byte) b;
  }

  @Override
  public void write(byte[] source) {
    write(source, 0, source.length);
  }

  @Override
  public void write(byte[] source, int from, int count) {
    int at = reserve(count);
    System.arraycopy(source, from, bytes, at, count);
  }

  @Override
  public void writeBoolean(boolean value) {
    write(value ? 1 : 0);
  }

  @Override
  public void writeByte(int value) {
    write(value);
  }

  @Override
  public void writeShort(int value) {
    int at = reserve(2);
    SHORT.set(bytes, at, (short) value);
  }

  @Override
  public void writeChar(int value) {
    writeShort(value);
  }

  @Override
  public void writeInt(int value) {
    int at = reserve(4);
    INT.set(bytes, at, value);
  }

  @Override
  public void writeLong(long value) {
    int at = reserve(8);
    LONG.set(bytes, at, value);
  }

  @Override
  public void writeFloat(float value) {
    writeInt(Float.floatToIntBits(value));
  }

  @Override
  public void writeDouble(double value) {
    writeLong(Double.doubleToLongBits(value));
  }

  @Override
  public void writeBytes(String text) {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void writeChars(String text) {
    for (int i = 0; i < text.length(); i++) {
      writeChar(text.charAt(i));
    }
  }

  @Override
  public void writeUTF(String text) throws IOException {
    new DataOutputStream(new Stream()).writeUTF(text);
  }

  private int reserve(int count) {
    int at = size;
    if (count > bytes.length - at) {
      long needed = (long) at + count;
      if (needed > MAX) {
        throw new IllegalStateException("encoded state exceeds 2 GiB; use more partitions");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(MAX, Math.max(needed, bytes.length * 2L)));
    }
    size += count;
    return at;
  }

  private final class Stream extends OutputStream {
    @Override
    public void write(int b) {
      ByteOutput.this.write(b);
    }

    @Override
    public void write(byte[] source, int from, int count) {
      ByteOutput.this.write(source, from, count);
    }
  }
}
