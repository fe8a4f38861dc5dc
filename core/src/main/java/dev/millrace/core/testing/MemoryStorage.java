package dev.millrace.core.testing;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Storage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/** Storage in memory, for tests that shall not touch the disk. */
final class MemoryStorage implements Storage {
  private final ConcurrentSkipListMap<String, byte[]> files = new ConcurrentSkipListMap<>();
  private boolean locked;

  @Override
  public URI uri() {
    return URI.create("memory:" + System.identityHashCode(this));
  }

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
  public void write(String name, Content content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    content.writeTo(out);
    files.put(name, out.toByteArray());
  }

  @Override
  public void delete(String name) {
    files.remove(name);
  }

  @Override
  public void force() {}

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
