package dev.millrace.core.internal.codec;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Bytes to decode from; big-endian, as {@link DataInput} says. */
public final class ByteInput implements DataInput {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private int next;

  /**
   * @param bytes not modified, not copied
   */
  public ByteInput(byte[] bytes) {
    this.bytes = bytes;
  }

  /** How many bytes are left. */
  public int remaining() {
    return bytes.length - next;
  }

  @Override
  public void readFully(byte[] target) throws EOFException {
    readFully(target, 0, target.length);
  }

  @Override
  public void readFully(byte[] target, int from, int count) throws EOFException {
    int at = take(count);
    System.arraycopy(bytes, at, target, from, count);
  }

  @Override
  public int skipBytes(int count) {
    int skipped = Math.max(0, Math.min(count, remaining()));
    next += skipped;
    return skipped;
  }

  /** Only 0 and 1 are booleans. */
  @Override
  public boolean readBoolean() throws IOException {
    byte value = readByte();
    if (value != 0 && value != 1) {
      throw new IOException("expected 0 or 1, got " + value);
    }
    return value == 1;
  }

  @Override
  public byte readByte() throws EOFException {
    return bytes[take(1)];
  }

  @Override
  public int readUnsignedByte() throws EOFException {
    return readByte() & 0xFF;
  }

  @Override
  public short readShort() throws EOFException {
    return (short) SHORT.get(bytes, take(2));
  }

  @Override
  public int readUnsignedShort() throws EOFException {
    return readShort() & 0xFFFF;
  }

  @Override
  public char readChar() throws EOFException {
    return (char) readShort();
  }

  @Override
  public int readInt() throws EOFException {
    return (int) INT.get(bytes, take(4));
  }

  @Override
  public long readLong() throws EOFException {
    return (long) LONG.get(bytes, take(8));
  }

  @Override
  public float readFloat() throws EOFException {
    return Float.intBitsToFloat(readInt());
  }

  @Override
  public double readDouble() throws EOFException {
    return Double.longBitsToDouble(readLong());
  }

  @Override
  public String readLine() {
    if (remaining() == 0) {
      return null;
    }
    int from = next;
    while (next < bytes.length && bytes[next] != '\n') {
      next++;
    }
    int until = next > from && bytes[next - 1] == '\r' ? next - 1 : next;
    next = Math.min(bytes.length, next + 1);
    return new String(bytes, from, until - from, StandardCharsets.ISO_8859_1);
  }

  @Override
  public String readUTF() throws IOException {
    return DataInputStream.readUTF(this);
  }

  private int take(int count) throws EOFException {
    if (count < 0 || count > remaining()) {
      throw new EOFException("expected " + count + " more bytes, got " + remaining());
    }
    int at = next;
    next += count;
    return at;
  }
}
