package dev.millrace.spark.internal.state;

import dev.millrace.core.checkpoint.Storage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands for the checkpoint's storage in a task: has what the driver read for it, and keeps what is
 * written for the driver to write. So the storage need not be reachable from executors, and an
 * attempt that Spark gives up leaves nothing behind.
 */
final class CapturedFiles implements Storage {
  private final List<SavedPartition.File> files;

  CapturedFiles(List<SavedPartition.File> files) {
    this.files = new ArrayList<>(files);
  }

  List<SavedPartition.File> files() {
    return List.copyOf(files);
  }

  @Override
  public URI uri() {
    return URI.create("captured:" + System.identityHashCode(this));
  }

  @Override
  public List<String> list() {
    return files.stream().map(SavedPartition.File::name).sorted().toList();
  }

  @Override
  public long size(String name) throws IOException {
    return bytes(name).length;
  }

  @Override
  public InputStream read(String name) throws IOException {
    return new ByteArrayInputStream(bytes(name));
  }

  private byte[] bytes(String name) throws IOException {
    for (SavedPartition.File file : files) {
      if (file.name().equals(name)) {
        return file.bytes();
      }
    }
    throw new NoSuchFileException(name);
  }

  @Override
  public void write(String name, Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    files.add(new SavedPartition.File(name, bytes.toByteArray()));
  }

  @Override
  public void delete(String name) {
    files.removeIf(file -> file.name().equals(name));
  }

  @Override
  public void force() {}

  @Override
  public Closeable lock() {
    return () -> {};
  }

  @Override
  public String toString() {
    return "the checkpoint's storage";
  }
}
