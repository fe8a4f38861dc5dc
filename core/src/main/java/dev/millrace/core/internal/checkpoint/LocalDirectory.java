package dev.millrace.core.internal.checkpoint;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.file.LastingDirectories;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A local directory; directories are made with mode 0700 and files with 0600 where modes exist. */
final class LocalDirectory implements Directory {
  private static final String LOCK = "lock";

  /** The locked byte lies beyond the text, which others may therefore read on every system. */
  private static final long LOCK_POSITION = Long.MAX_VALUE - 1;

  /**
   * The directories that this process holds. Looked up before the lock file is opened: on POSIX
   * systems, closing any channel of a file gives up all locks that the process has on it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final boolean posix;

  LocalDirectory(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
    this.posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  @Override
  public List<String> list() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(LOCK))
          .sorted()
          .toList();
    }
  }

  @Override
  public long size(String name) throws IOException {
    return Files.size(directory.resolve(name));
  }

  @Override
  public InputStream read(String name) throws IOException {
    return new BufferedInputStream(Files.newInputStream(directory.resolve(name)), 1 << 16);
  }

  @Override
  public Output create(String name) throws IOException {
    makeDirectory();
    Path file = directory.resolve(name);
    Files.deleteIfExists(file);
    FileChannel channel = open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new Output() {
      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, count);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }

      @Override
      public void force() throws IOException {
        channel.force(true);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  @Override
  public void move(String from, String to) throws IOException {
    Files.move(
        directory.resolve(from),
        directory.resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void force() throws IOException {
    if (posix && Files.isDirectory(directory)) {
      LastingDirectories.force(directory);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public Closeable lock() throws IOException {
    makeDirectory();
    Path real = directory.toRealPath();
    if (!HELD.add(real)) {
      throw inUse(me());
    }
    try {
      FileChannel channel = lockFile();
      return () -> {
        // The second close of a lock must not take it from whoever holds it by then.
        if (channel.isOpen()) {
          try {
            channel.close();
          } finally {
            HELD.remove(real);
          }
        }
      };
    } catch (IOException | RuntimeException e) {
      HELD.remove(real);
      throw e;
    }
  }

  private FileChannel lockFile() throws IOException {
    FileChannel channel =
        open(
            directory.resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (channel.tryLock(LOCK_POSITION, 1, false) == null) {
        throw inUse(holder(channel));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(me().getBytes(StandardCharsets.UTF_8)), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static String me() {
    return "process " + ProcessHandle.current().pid();
  }

  private CheckpointException inUse(String holder) {
    return new CheckpointException(
        "checkpoint directory "
            + directory
            + " is in use by "
            + holder
            + "; stop that pipeline or choose another directory");
  }

  @Override
  public URI uri() {
    return directory.toUri();
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(64);
    channel.read(text, 0);
    String holder = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).trim();
    return holder.isEmpty() ? "another process" : holder;
  }

  private void makeDirectory() throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path existing = directory.getParent();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    Files.createDirectories(directory, attributes("rwx------"));
    for (Path made = directory.getParent();
        posix && made != null && existing != null && made.startsWith(existing);
        made = made.getParent()) {
      LastingDirectories.force(made);
    }
  }

  private FileChannel open(Path file, StandardOpenOption... options) throws IOException {
    return FileChannel.open(file, Set.of(options), attributes("rw-------"));
  }

  private FileAttribute<?>[] attributes(String mode) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
