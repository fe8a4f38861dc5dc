package dev.millrace.hadoop;

import dev.millrace.core.CheckpointException;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LeaseRecoverable;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.ipc.RemoteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of a directory of HDFS: an empty file that is open for writing, of which the name node
 * sees to it that one client has it, and which that client's library renews. Its holder has a
 * directory among the drafts, by whose name others know it.
 *
 * <p>What keeps a former holder from writing is that this directory is gone, not that its lease is.
 */
final class HdfsLock implements Closeable {
  static final String NAME = "lock";
  static final String DRAFTS = ".drafts";

  private static final Logger LOG = LoggerFactory.getLogger(HdfsLock.class);
  private static final FsPermission FOR_OWNER = new FsPermission("700");

  private final FileContext files;
  private final Path root;
  private final Owner owner;
  private final FSDataOutputStream open;

  private HdfsLock(FileContext files, Path root, Owner owner, FSDataOutputStream open) {
    this.files = files;
    this.root = root;
    this.owner = owner;
    this.open = open;
  }

  /**
   * Waits for a holder that may be dead until its lease has run out.
   *
   * @throws CheckpointException when it has not
   */
  static HdfsLock take(FileContext files, Configuration configuration, Path root, LockLease lease)
      throws IOException {
    FSDataOutputStream open = open(files, configuration, root, lease);
    HdfsLock lock = new HdfsLock(files, root, Owner.here(), open);
    try {
      // First its own, then the others': of two that do so at the same time, one at most is left.
      files.mkdir(lock.folder(), FOR_OWNER, true);
      for (FileStatus other : drafts(files, root)) {
        if (!other.getPath().getName().equals(lock.folder().getName())) {
          files.delete(other.getPath(), true);
        }
      }
      lock.require();
      return lock;
    } catch (IOException | RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private static FSDataOutputStream open(
      FileContext files, Configuration configuration, Path root, LockLease lease)
      throws IOException {
    Path path = new Path(root, NAME);
    make(files, path);
    long end = System.nanoTime() + lease.length().toNanos() * 3 / 2;
    boolean waiting = false;
    while (true) {
      try {
        return files.create(path, EnumSet.of(CreateFlag.APPEND));
      } catch (IOException e) {
        if (!isHeld(e)) {
          throw e;
        }
      }
      Optional<Owner> holder = holder(files, root);
      if (holder.filter(Owner::isGone).isPresent()) {
        recover(path, configuration);
      } else if (holder.filter(Owner::isHere).isPresent() || System.nanoTime() > end) {
        throw inUse(holder, root);
      } else if (!waiting) {
        waiting = true;
        LOG.info(
            "{} is locked by {}; waiting in case that is dead and its lock runs out",
            root,
            holder.map(Owner::described).orElse("another process"));
      }
      lease.pause();
    }
  }

  /** Made elsewhere and renamed: two that create a file at once would wait for each other. */
  private static void make(FileContext files, Path lock) throws IOException {
    if (files.util().exists(lock)) {
      return;
    }
    Path draft = new Path(new Path(lock.getParent(), DRAFTS), "lock-" + Owner.here());
    try {
      files.create(draft, EnumSet.of(CreateFlag.CREATE)).close();
      files.rename(draft, lock);
    } catch (FileAlreadyExistsException | FileNotFoundException e) {
      LOG.debug("another run made {}", lock, e); // and may have removed the draft
      files.delete(draft, false);
    }
  }

  private static boolean isHeld(IOException e) {
    String kind =
        e instanceof RemoteException remote ? remote.getClassName() : e.getClass().getName();
    return kind.endsWith(".AlreadyBeingCreatedException")
        || kind.endsWith(".RecoveryInProgressException");
  }

  private static void recover(Path lock, Configuration configuration) throws IOException {
    if (lock.getFileSystem(configuration) instanceof LeaseRecoverable recoverable) {
      recoverable.recoverLease(lock);
    }
  }

  /** Who took the lock last. */
  private static Optional<Owner> holder(FileContext files, Path root) throws IOException {
    return drafts(files, root).stream()
        .sorted(Comparator.comparingLong(FileStatus::getModificationTime).reversed())
        .flatMap(status -> Owner.parse(status.getPath().getName()).stream())
        .findFirst();
  }

  private static List<FileStatus> drafts(FileContext files, Path root) throws IOException {
    return List.of(files.util().listStatus(new Path(root, DRAFTS)));
  }

  private static CheckpointException inUse(Optional<Owner> holder, Path root) {
    return holder
        .map(owner -> owner.inUse(root))
        .orElseGet(() -> new CheckpointException("checkpoint directory " + root + " is in use"));
  }

  Owner owner() {
    return owner;
  }

  /** Where the holder keeps what it has not finished. */
  Path folder() {
    return new Path(new Path(root, DRAFTS), owner.toString());
  }

  /**
   * @throws CheckpointException if somebody else holds the lock by now
   */
  void require() throws IOException {
    try {
      files.getFileStatus(folder());
    } catch (FileNotFoundException e) {
      throw Owner.lost(root, holder(files, root).map(Owner::described).orElse("another run"));
    }
  }

  @Override
  public void close() throws IOException {
    try {
      files.delete(folder(), true);
    } finally {
      open.close();
    }
  }
}
