package dev.millrace.core.checkpoint;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.internal.checkpoint.DirectoryStorage;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Where the checkpoints of one pipeline lie: a flat set of files, each written once, whole or not
 * at all. That is all that the protocol needs, so a directory on a disk serves as well as a prefix
 * in an object store.
 *
 * <p>An implementation opens nothing and makes nothing before it is asked to read, write or lock.
 * Files that differ by name may be written and deleted at the same time, by several threads and,
 * through {@link #at}, on several machines; everything else is done by one thread. Names are
 * checked by {@link #requireName}. {@link dev.millrace.core.testing.StorageConformance} holds an
 * implementation to this.
 */
public interface Storage {
  /** What is to stand in a file. */
  @FunctionalInterface
  interface Content {
    /** Writes all of it; called anew, from the beginning, when an attempt has failed. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Opens storage of a scheme, found by {@link ServiceLoader}. */
  interface Provider {
    /** Whether it knows the scheme, for instance {@code hdfs}. */
    boolean opens(String scheme);

    Storage open(URI uri);
  }

  /** Where it is; {@link #at} opens the same on another machine. */
  URI uri();

  /** The names of all whole files, sorted; none when nothing has been written. */
  List<String> list() throws IOException;

  /**
   * @throws java.nio.file.NoSuchFileException when there is none, from {@code read} too
   */
  long size(String name) throws IOException;

  InputStream read(String name) throws IOException;

  /**
   * Writes a file, replacing one of that name in one step. When this returns, the file survives a
   * power failure, and so does everything that was written or deleted before. When it throws, the
   * new file may be there, but is whole if it is; after {@code content} has thrown, it is not.
   */
  void write(String name, Content content) throws IOException;

  /**
   * Does nothing when there is no such file. A power failure may bring it back until {@link
   * #force}.
   */
  void delete(String name) throws IOException;

  /** Returns once all deletions are durable. */
  void force() throws IOException;

  /**
   * Keeps every other process and thread from locking, until closed or until this process ends.
   * What an earlier holder left half written is removed. Where a holder can be taken for dead while
   * it lives, because it or the network stood still, whatever it writes once it has lost the lock
   * is refused.
   *
   * @throws dev.millrace.core.CheckpointException when somebody else holds it, saying who
   */
  Closeable lock() throws IOException;

  /**
   * The directory on this machine, if it is one: where sources keep write-ahead logs of their own.
   * Without one, such a log is temporary and its source does not replay after a crash.
   */
  default Optional<Path> directory() {
    return Optional.empty();
  }

  /** For messages. */
  @Override
  String toString();

  /**
   * Gives the name back if it may be that of a file: 1 to 200 of the letters of ASCII, digits, -
   * and _, but not {@code lock}, which is taken.
   *
   * @throws IllegalArgumentException if it may not
   */
  static String requireName(String name) {
    if (!StorageNames.isValid(name)) {
      throw new IllegalArgumentException(
          "a file of a checkpoint is named by 1 to 200 letters, digits, - and _, not 'lock'; got '"
              + name
              + "'");
    }
    return name;
  }

  /** A directory of the local file system, readable by its owner alone; made when missing. */
  static Storage local(Path directory) {
    return DirectoryStorage.local(directory);
  }

  /**
   * The storage at a URI: a local directory for {@code file:} or no scheme, or else what a {@link
   * Provider} on the class path opens.
   */
  static Storage at(URI uri) {
    if (uri.getScheme() == null) {
      return local(Path.of(uri.getPath()));
    }
    if (uri.getScheme().equals("file")) {
      return local(Path.of(uri));
    }
    return ServiceLoader.load(Provider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.opens(uri.getScheme()))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "nothing on the class path opens a checkpoint at "
                        + uri
                        + "; add the connector for '"
                        + uri.getScheme()
                        + "' (millrace-hadoop has hdfs and s3a), or give a local directory"))
        .open(uri);
  }
}
