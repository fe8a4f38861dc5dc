package dev.millrace.core.testing;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.internal.checkpoint.Storage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A directory in memory, for tests that shall not touch the disk. */
final class MemoryStorage implements Storage {
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private boolean locked;

  @Override
  public List<String> list() {
    return List.copyOf(files.keySet());
  }

  @Override
  public long size(String name) throws IOException {
    return bytes(name).length;
  }

  @Override
  public InputStream read(String name) throws IOException {
    return new ByteArrayInputStream(bytes(name));
  }

  @Override
  public Output create(String name) {
    files.put(name, new byte[0]);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return new Output() {
      @Override
      public void write(byte[] piece) {
        bytes.writeBytes(piece);
        files.put(name, bytes.toByteArray());
      }

      @Override
      public void force() {}

      @Override
      public void close() {}
    };
  }

  @Override
  public void move(String from, String to) throws IOException {
    files.put(to, bytes(from));
    files.remove(from);
  }

  @Override
  public void force() {}

  @Override
  public void delete(String name) {
    files.remove(name);
  }

  @Override
  public Closeable lock() {
    if (locked) {
      throw new CheckpointException(this + " is in use by another run");
    }
    locked = true;
    return () -> locked = false;
  }

  @Override
  public String toString() {
    return "memory";
  }

  private byte[] bytes(String name) throws IOException {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new NoSuchFileException(name);
    }
    return bytes;
  }
}
