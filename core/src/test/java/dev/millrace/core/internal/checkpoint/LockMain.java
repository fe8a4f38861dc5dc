package dev.millrace.core.internal.checkpoint;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Tries to lock a directory from a process of its own. */
final class LockMain {
  static final int LOCKED = 10;
  static final int REFUSED = 11;

  private LockMain() {}

  /**
   * @param args the directory
   */
  public static void main(String[] args) throws IOException {
    System.exit(tryLock(Path.of(args[0])));
  }

  private static int tryLock(Path directory) throws IOException {
    try (Closeable lock = Storage.local(directory).lock()) {
      return lock == null ? REFUSED : LOCKED;
    } catch (CheckpointException e) {
      return REFUSED;
    }
  }
}
