package dev.millrace.hadoop;

import dev.millrace.core.checkpoint.Storage;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Storage under a prefix of an S3 bucket. An object appears whole and durable when its upload is
 * completed, so a file is written under its own name.
 */
final class S3aStorage implements Storage {
  private final Path root;
  private final Configuration configuration;
  private final LockLease lease;
  private volatile S3aLock held;

  S3aStorage(Path root, Configuration configuration, LockLease lease) {
    this.root = root;
    this.configuration = configuration;
    this.lease = lease;
  }

  private FileSystem files() throws IOException {
    return root.getFileSystem(configuration);
  }

  @Override
  public URI uri() {
    return root.toUri();
  }

  @Override
  public List<String> list() throws IOException {
    List<String> names = new ArrayList<>();
    try {
      RemoteIterator<FileStatus> all = files().listStatusIterator(root);
      while (all.hasNext()) {
        FileStatus status = all.next();
        String name = status.getPath().getName();
        if (status.isFile() && !name.equals(S3aLock.NAME)) {
          names.add(name);
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    names.sort(null);
    return names;
  }

  @Override
  public long size(String name) throws IOException {
    Path path = path(name);
    try {
      return files().getFileStatus(path).getLen();
    } catch (FileNotFoundException e) {
      throw new NoSuchFileException(path.toString());
    }
  }

  @Override
  public InputStream read(String name) throws IOException {
    Path path = path(name);
    try {
      return files().open(path);
    } catch (FileNotFoundException e) {
      throw new NoSuchFileException(path.toString());
    }
  }

  /**
   * Nearly every file is new. So the holder of the lock writes it on condition that there is none,
   * and looks at the lock once more before it replaces one.
   */
  @Override
  public void write(String name, Content content) throws IOException {
    S3aObject object = new S3aObject(files(), path(name));
    S3aLock lock = held;
    if (lock == null) {
      object.write(content);
      return;
    }
    lock.require();
    if (!object.create(content)) {
      lock.require();
      object.write(content);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Path path = path(name);
    S3aLock lock = held;
    if (lock != null) {
      lock.require();
    }
    files().delete(path, false);
  }

  /** S3 answers when a deletion is durable. */
  @Override
  public void force() {}

  @Override
  public synchronized Closeable lock() throws IOException {
    if (held != null) {
      throw held.owner().inUse(root);
    }
    S3aLock lock = S3aLock.take(files(), root, lease);
    held = lock;
    return () -> {
      synchronized (this) {
        if (held == lock) {
          held = null;
          lock.close();
        }
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof S3aStorage that && that.root.equals(root);
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }

  @Override
  public String toString() {
    return root.toString();
  }

  private Path path(String name) {
    return new Path(root, Storage.requireName(name));
  }
}
