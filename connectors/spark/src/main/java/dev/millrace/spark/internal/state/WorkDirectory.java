package dev.millrace.spark.internal.state;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A directory that driver and executors share, for what must outlive an executor. Files are written
 * under another name and renamed, so a file that is there is whole. Tasks that are run twice write
 * equal files; the first one stays.
 *
 * @param root URI of the directory, of any file system that Hadoop knows
 * @param configuration Hadoop's
 */
public record WorkDirectory(String root, Broadcast<SerializableConfiguration> configuration)
    implements Serializable {
  private FileSystem fileSystem() throws IOException {
    return new Path(root).getFileSystem(configuration.value().value());
  }

  private Path path(String name) {
    return new Path(root, name);
  }

  /** Writes a file unless it is there. */
  public void write(String name, byte[] bytes) throws IOException {
    FileSystem files = fileSystem();
    Path path = path(name);
    if (files.exists(path)) {
      return;
    }
    Path draft = path(name + "." + UUID.randomUUID() + ".draft");
    try (FSDataOutputStream out = files.create(draft, true)) {
      out.write(bytes);
    }
    if (!files.rename(draft, path)) {
      files.delete(draft, false);
      if (!files.exists(path)) {
        throw new IOException("cannot rename " + draft + " to " + path);
      }
    }
  }

  /** The bytes of a file; empty if it is not there. */
  public Optional<byte[]> read(String name) throws IOException {
    FileSystem files = fileSystem();
    Path path = path(name);
    try (FSDataInputStream in = files.open(path)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Deletes a file or a directory with all that is in it; nothing happens if it is not there. */
  public void delete(String name) throws IOException {
    fileSystem().delete(path(name), true);
  }

  /** Deletes the directory itself. */
  public void deleteAll() throws IOException {
    fileSystem().delete(new Path(root), true);
  }
}
