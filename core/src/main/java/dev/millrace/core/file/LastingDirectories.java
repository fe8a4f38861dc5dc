package dev.millrace.core.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Directories that are there after a power loss; a file is only as lasting as those above it. */
public final class LastingDirectories {
  private LastingDirectories() {}

  /** Makes a directory and those above it, and forces the names of what it makes. */
  public static void create(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path made = directory.toAbsolutePath().normalize();
    Path existing = made;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    Files.createDirectories(directory);
    while (existing != null && !made.equals(existing)) {
      made = made.getParent();
      force(made);
    }
  }

  /** Forces the names in a directory to disk. */
  public static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
