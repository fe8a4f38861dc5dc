package dev.millrace.web;

import java.util.Arrays;

/** Bytes that grow; used by one thread, and so without the locks of the JDK's stream. */
final class ByteBuilder {
  private byte[] bytes = new byte[256];
  private int size;

  /** The first {@link #size} are it; valid until more are added. */
  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  void add(byte[] source, int start, int length) {
    makeRoom(length);
    System.arraycopy(source, start, bytes, size, length);
    size += length;
  }

  void add(char ascii) {
    makeRoom(1);
    bytes[size++] = (byte) ascii;
  }

  void clear() {
    size = 0;
  }

  private void makeRoom(int length) {
    if (bytes.length - size < length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + length, 2 * bytes.length));
    }
  }
}
