package dev.millrace.core.internal.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

/**
 * One flat directory of files, as the few operations that durability is made of. What {@link
 * DirectoryStorage} relies on: bytes are safe after {@link Output#force}, names after {@link
 * #force}; before that, a power failure may leave any part of either.
 *
 * <p>Used by one thread at a time.
 */
public interface Directory {
  /** A new file being written. */
  interface Output extends Closeable {
    void write(byte[] bytes, int offset, int count) throws IOException;

    /** Returns once everything written is on the disk; after a failure nothing may be assumed. */
    void force() throws IOException;
  }

  /** The names of all files, sorted; none when the directory does not exist. */
  List<String> list() throws IOException;

  long size(String name) throws IOException;

  InputStream read(String name) throws IOException;

  /** Makes an empty file, replacing one that is there; makes the directory when it is missing. */
  Output create(String name) throws IOException;

  /** Renames in one step, replacing the target. */
  void move(String from, String to) throws IOException;

  /** Returns once all names are on the disk as they are now. */
  void force() throws IOException;

  /** Does nothing when there is no such file. */
  void delete(String name) throws IOException;

  /**
   * Keeps every other process and thread from locking, until closed or until this process ends.
   *
   * @throws dev.millrace.core.CheckpointException when somebody else holds it, saying who
   */
  Closeable lock() throws IOException;

  /** For messages. */
  @Override
  String toString();

  /** Where it is. */
  URI uri();
}
