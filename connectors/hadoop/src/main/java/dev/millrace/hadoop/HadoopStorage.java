package dev.millrace.hadoop;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.Storage;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.fs.Path;

/**
 * Opens checkpoints at {@code hdfs:} and {@code s3a:} URIs. Being on the class path is enough:
 *
 * <pre>{@code
 * StreamingConfig.named("fraud").withCheckpoint(URI.create("hdfs://name-node:8020/millrace/fraud"));
 * }</pre>
 *
 * <p>Settings and credentials come from {@code core-site.xml} and {@code hdfs-site.xml} on the
 * class path, or are given to {@link #at}. {@code s3a:} needs {@code hadoop-aws} too.
 *
 * <p><b>Lock.</b> A run that is killed leaves its lock behind. On its own machine the next run
 * takes it over at once; elsewhere, when the lock has not been renewed for {@link #LOCK_LEASE}. A
 * run that stood still so long that it lost the lock is stopped by its next write with a {@link
 * dev.millrace.core.CheckpointException}.
 *
 * <ul>
 *   <li>HDFS: the lock is a file that its holder keeps open for writing. What the holder writes and
 *       deletes goes by renames out of and into a directory of its own, which the next holder
 *       removes before it reads anything, so the name node itself refuses whatever comes late.
 *   <li>S3: the lock is an object that is replaced by conditional PUT, and that the holder looks at
 *       before each write. A file that is new is written on condition that there is none. Of a run
 *       that stands still between that look and its write, that one write may still arrive; the
 *       next holder replaces it, or, if it was a checkpoint, goes on from it.
 * </ul>
 *
 * <p>Pins, which are written without the lock, are not guarded so.
 */
public final class HadoopStorage implements Storage.Provider {
  /**
   * The setting that says after how long without renewal a lock may be taken over; default 60s. On
   * HDFS it is the name node that decides so, after 60 seconds unless it was configured otherwise,
   * and a start waits for one and a half times this before it gives up.
   */
  public static final String LOCK_LEASE = "millrace.lock.lease";

  /** For the service loader. */
  public HadoopStorage() {}

  @Override
  public boolean opens(String scheme) {
    return HadoopPaths.opens(scheme);
  }

  @Override
  public Storage open(URI uri) {
    return at(uri, new Configuration());
  }

  /**
   * Opens a place with settings of one's own, for instance those of a Spark session: {@code
   * session.sparkContext().hadoopConfiguration()}.
   *
   * @param uri of a directory, with scheme {@code hdfs} or {@code s3a}; without an authority, on
   *     the file system that {@code fs.defaultFS} names
   * @param configuration Hadoop's; copied
   * @throws ConfigurationException if nothing is opened by such a URI
   */
  public static Storage at(URI uri, Configuration configuration) {
    Configuration own = new Configuration(configuration);
    // A stream that stops in an orderly way commits while the JVM is already shutting down.
    own.setBoolean(CommonConfigurationKeysPublic.FS_AUTOMATIC_CLOSE_KEY, false);
    LockLease lease = LockLease.of(own);
    Path root = qualified(uri, own);
    return switch (String.valueOf(root.toUri().getScheme())) {
      case HadoopPaths.HDFS -> new HdfsStorage(root, own, lease);
      case HadoopPaths.S3A -> new S3aStorage(root, own, lease);
      default ->
          throw new ConfigurationException(
              "a checkpoint at " + uri + ": expected an hdfs: or s3a: URI");
    };
  }

  private static Path qualified(URI uri, Configuration configuration) {
    Path path = HadoopPaths.qualified(uri, configuration, "a checkpoint");
    if (path.isRoot()) {
      throw new ConfigurationException(
          "a checkpoint needs a directory of its own, got " + uri + "; write " + uri + "/name");
    }
    return path;
  }
}
