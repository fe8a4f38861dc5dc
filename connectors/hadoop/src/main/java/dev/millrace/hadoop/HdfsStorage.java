package dev.millrace.hadoop;

import dev.millrace.core.checkpoint.Storage;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Storage in a directory of HDFS. A file is written to {@code .drafts/<owner>/}, forced to the
 * disks of the data nodes block by block, and renamed in one step that the name node has logged
 * when it answers.
 *
 * <p>The owner is the holder of the lock, or else made up for this one write. Drafts of all others
 * are removed when the lock is taken, so a holder that has lost it finds nothing to rename.
 */
final class HdfsStorage implements Storage {
  private static final FsPermission FOR_OWNER = new FsPermission("600");
  private static final FsPermission DIRECTORY_FOR_OWNER = new FsPermission("700");
  private static final String UNLOCKED = "unlocked-";

  private final Path root;
  private final Configuration configuration;
  private final LockLease lease;
  private final AtomicLong numbers = new AtomicLong();
  private volatile FileContext opened;
  private volatile HdfsLock held;

  HdfsStorage(Path root, Configuration configuration, LockLease lease) {
    this.root = root;
    this.configuration = configuration;
    this.lease = lease;
  }

  private synchronized FileContext files() throws IOException {
    if (opened == null) {
      opened = FileContext.getFileContext(root.toUri(), configuration);
    }
    return opened;
  }

  @Override
  public URI uri() {
    return root.toUri();
  }

  @Override
  public List<String> list() throws IOException {
    List<String> names = new ArrayList<>();
    try {
      RemoteIterator<FileStatus> all = files().listStatus(root);
      while (all.hasNext()) {
        FileStatus status = all.next();
        String name = status.getPath().getName();
        if (status.isFile() && !name.equals(HdfsLock.NAME)) {
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

  @Override
  public void write(String name, Content content) throws IOException {
    Path path = path(name);
    HdfsLock lock = held;
    if (lock != null) {
      write(path, lock.folder(), content);
      return;
    }
    Path folder = new Path(drafts(), UNLOCKED + Owner.here());
    files().mkdir(folder, DIRECTORY_FOR_OWNER, true);
    try {
      write(path, folder, content);
    } finally {
      files().delete(folder, true);
    }
  }

  private void write(Path path, Path folder, Content content) throws IOException {
    Path draft = new Path(folder, path.getName() + "-" + numbers.incrementAndGet());
    try {
      try (FSDataOutputStream out = create(draft)) {
        content.writeTo(out);
      }
      files().rename(draft, path, Options.Rename.OVERWRITE);
    } catch (IOException | RuntimeException e) {
      discard(draft, e);
      requireLock(e);
      throw e;
    }
  }

  /** Not even its directory is made: whoever has lost the lock has lost that too. */
  private FSDataOutputStream create(Path draft) throws IOException {
    return files()
        .create(
            draft,
            EnumSet.of(CreateFlag.CREATE, CreateFlag.SYNC_BLOCK),
            Options.CreateOpts.perms(FOR_OWNER),
            Options.CreateOpts.donotCreateParent());
  }

  private void discard(Path draft, Exception failure) {
    try {
      files().delete(draft, false);
    } catch (FileNotFoundException e) {
      // as it should be
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void requireLock(Exception failure) throws IOException {
    HdfsLock lock = held;
    if (failure instanceof FileNotFoundException && lock != null) {
      lock.require();
    }
  }

  /** The holder of the lock moves the file to its own directory first. */
  @Override
  public void delete(String name) throws IOException {
    Path path = path(name);
    HdfsLock lock = held;
    Path gone = path;
    try {
      if (lock != null) {
        gone = new Path(lock.folder(), path.getName() + "-" + numbers.incrementAndGet());
        files().rename(path, gone);
      }
      files().delete(gone, false);
    } catch (FileNotFoundException e) {
      requireLock(e);
    }
  }

  /** The name node has logged every deletion when it answers. */
  @Override
  public void force() {}

  @Override
  public synchronized Closeable lock() throws IOException {
    if (held != null) {
      throw held.owner().inUse(root);
    }
    files().mkdir(drafts(), DIRECTORY_FOR_OWNER, true);
    HdfsLock lock = HdfsLock.take(files(), configuration, root, lease);
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
    return other instanceof HdfsStorage that && that.root.equals(root);
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

  private Path drafts() {
    return new Path(root, HdfsLock.DRAFTS);
  }
}
