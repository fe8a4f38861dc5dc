package dev.millrace.core.internal.checkpoint;

import dev.millrace.core.checkpoint.Storage;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Storage in a directory. A file is written to a temporary name, forced, renamed in one step, and
 * the directory forced; a file under its own name is therefore always whole, and never overwritten
 * by anything less.
 */
public final class DirectoryStorage implements Storage {
  private static final String TEMPORARY = ".tmp-";
  private static final int BUFFER = 1 << 16;

  /** Keeps apart what this process writes at the same time. */
  private static final AtomicLong WRITES = new AtomicLong();

  private final Directory directory;
  private final Optional<Path> path;

  private DirectoryStorage(Directory directory, Optional<Path> path) {
    this.directory = directory;
    this.path = path;
  }

  public static DirectoryStorage local(Path path) {
    return new DirectoryStorage(new LocalDirectory(path), Optional.of(path));
  }

  public static DirectoryStorage of(Directory directory) {
    return new DirectoryStorage(directory, Optional.empty());
  }

  @Override
  public URI uri() {
    return directory.uri();
  }

  @Override
  public List<String> list() throws IOException {
    return directory.list().stream().filter(name -> !name.contains(TEMPORARY)).toList();
  }

  @Override
  public long size(String name) throws IOException {
    return directory.size(Storage.requireName(name));
  }

  @Override
  public InputStream read(String name) throws IOException {
    return directory.read(Storage.requireName(name));
  }

  @Override
  public void write(String name, Content content) throws IOException {
    String temporary =
        Storage.requireName(name)
            + TEMPORARY
            + ProcessHandle.current().pid()
            + "-"
            + WRITES.incrementAndGet();
    try {
      try (Directory.Output out = directory.create(temporary)) {
        OutputStream buffered = new BufferedOutputStream(new Stream(out), BUFFER);
        content.writeTo(buffered);
        buffered.flush();
        out.force();
      }
      directory.move(temporary, name);
      directory.force();
    } catch (IOException | RuntimeException e) {
      discard(temporary, e);
      throw e;
    }
  }

  @Override
  public void delete(String name) throws IOException {
    directory.delete(Storage.requireName(name));
  }

  @Override
  public void force() throws IOException {
    directory.force();
  }

  @Override
  public Closeable lock() throws IOException {
    Closeable lock = directory.lock();
    try {
      for (String name : directory.list()) {
        if (name.contains(TEMPORARY)) {
          directory.delete(name);
        }
      }
      return lock;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  @Override
  public Optional<Path> directory() {
    return path;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DirectoryStorage that && that.uri().equals(uri());
  }

  @Override
  public int hashCode() {
    return uri().hashCode();
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  private void discard(String temporary, Exception failure) {
    try {
      directory.delete(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static final class Stream extends OutputStream {
    private final Directory.Output out;

    Stream(Directory.Output out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      out.write(bytes, offset, count);
    }
  }
}
