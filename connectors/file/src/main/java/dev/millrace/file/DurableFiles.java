package dev.millrace.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes that survive a loss of power. */
final class DurableFiles {
  private DurableFiles() {}

  /** Writes a file anew and forces it, and its entry in the directory, to disk. */
  static void write(Path file, List<byte[]> content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (byte[] part : content) {
        ByteBuffer buffer = ByteBuffer.wrap(part);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
      channel.force(true);
    }
    forceDirectory(file.getParent());
  }

  /** Renames in one step and forces both directories to disk. */
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    forceDirectory(to.getParent());
    forceDirectory(from.getParent());
  }

  /** Makes a directory and what is missing above it, and forces their names to disk. */
  static void createDirectories(Path directory) throws IOException {
    Path existing = directory.toAbsolutePath().normalize();
    Path made = existing;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    Files.createDirectories(directory);
    while (existing != null && !made.equals(existing)) {
      made = made.getParent();
      forceDirectory(made);
    }
  }

  /** Forces the names in a directory to disk. */
  static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
