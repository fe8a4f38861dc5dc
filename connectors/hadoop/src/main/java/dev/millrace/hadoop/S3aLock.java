package dev.millrace.hadoop;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.Storage;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of a prefix of S3: an object that says who holds it, replaced by its holder again and
 * again, on condition that it is still the one that the holder wrote. No clocks are compared: who
 * wants the lock watches the object, and replaces it once it has not changed for a whole lease.
 */
final class S3aLock implements Closeable {
  static final String NAME = "lock";

  private static final Logger LOG = LoggerFactory.getLogger(S3aLock.class);
  private static final String FREE = "free";
  private static final String SEPARATOR = " ";

  private final S3aObject object;
  private final Path root;
  private final Owner owner = Owner.here();
  private final Timer renewals = new Timer("millrace-lock", true);

  private String tag = "";
  private long renewed;
  private Optional<CheckpointException> lost = Optional.empty();

  private S3aLock(S3aObject object, Path root) {
    this.object = object;
    this.root = root;
  }

  /**
   * Waits for a holder that may be dead, until it has renewed its lock or failed to.
   *
   * @throws CheckpointException when it has
   */
  static S3aLock take(FileSystem files, Path root, LockLease lease) throws IOException {
    S3aLock lock = new S3aLock(new S3aObject(files, new Path(root, NAME)), root);
    try {
      lock.requireConditions(lock.object.hasConditions());
      lock.take(lease);
      lock.requireConditions(!lock.object.create(text(FREE)));
      lock.begin(lease);
      return lock;
    } catch (IOException | RuntimeException e) {
      lock.renewals.cancel();
      throw e;
    }
  }

  private void requireConditions(boolean fulfilled) {
    if (!fulfilled) {
      throw new ConfigurationException(
          "checkpoint directory "
              + root
              + " cannot be locked: its store, or this version or configuration of S3A, does not"
              + " heed the conditions of a conditional PUT; use Hadoop 3.4.2 or later with"
              + " fs.s3a.create.conditional.enabled and a store that has If-Match and"
              + " If-None-Match, or keep the checkpoint elsewhere");
    }
  }

  private void take(LockLease lease) throws IOException {
    Optional<S3aObject.Version> watched = Optional.empty();
    long since = 0;
    while (true) {
      Optional<S3aObject.Version> now = object.read();
      if (now.isEmpty()) {
        if (object.create(text(mine())) && adopt()) {
          return;
        }
        continue;
      }
      Optional<Owner> holder = holder(now.get());
      boolean stale =
          holder.isEmpty()
              || holder.get().isGone()
              || (watched.equals(now) && System.nanoTime() - since > lease.length().toNanos());
      if (stale) {
        if (object.replace(now.get().tag(), text(mine())) && adopt()) {
          return;
        }
        continue;
      }
      if (holder.get().isHere() || (watched.isPresent() && !watched.equals(now))) {
        throw holder.get().inUse(root);
      }
      if (watched.isEmpty()) {
        watched = now;
        since = System.nanoTime();
        LOG.info(
            "{} is locked by {}; waiting for it to renew its lock, in case it is dead",
            root,
            holder.get().described());
      }
      lease.pause();
    }
  }

  private void begin(LockLease lease) {
    long period = lease.renewal().toMillis();
    renewals.schedule(
        new TimerTask() {
          @Override
          public void run() {
            renew();
          }
        },
        period,
        period);
  }

  private synchronized void renew() {
    if (lost.isPresent()) {
      return;
    }
    try {
      renewed++;
      if (!object.replace(tag, text(mine()))) {
        LOG.debug("{}: the lock is not as it was left", root);
      }
      adopt();
    } catch (IOException | RuntimeException e) {
      LOG.warn("{}: the lock could not be renewed, trying again: {}", root, e.toString());
    }
  }

  /**
   * Makes the present version the one that counts, if it is this owner's: a write of which no
   * answer came may have arrived. Whether it is; if not, the lock is lost.
   */
  private synchronized boolean adopt() throws IOException {
    Optional<S3aObject.Version> now = object.read();
    Optional<Owner> holder = now.flatMap(S3aLock::holder);
    if (holder.isPresent() && holder.get().equals(owner)) {
      tag = now.get().tag();
      return true;
    }
    if (!tag.isEmpty()) {
      lost = Optional.of(Owner.lost(root, holder.map(Owner::described).orElse("another run")));
    }
    return false;
  }

  Owner owner() {
    return owner;
  }

  /**
   * Looks whether the lock is still held.
   *
   * @throws CheckpointException if it is not
   */
  synchronized void require() throws IOException {
    if (lost.isEmpty() && !isAsLeft()) {
      adopt();
    }
    if (lost.isPresent()) {
      throw lost.get();
    }
  }

  private boolean isAsLeft() throws IOException {
    try {
      return object.tag().equals(tag);
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** A condition cannot be put on a deletion, so the object stays, and says that it is free. */
  @Override
  public void close() throws IOException {
    renewals.cancel();
    synchronized (this) {
      if (lost.isEmpty()) {
        object.replace(tag, text(FREE));
      }
    }
  }

  private String mine() {
    return owner + SEPARATOR + renewed;
  }

  private static Optional<Owner> holder(S3aObject.Version version) {
    return Owner.parse(version.text().split(SEPARATOR, -1)[0]);
  }

  private static Storage.Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
