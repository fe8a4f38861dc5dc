package dev.millrace.core.internal.file;

import dev.millrace.core.checkpoint.Storage.Content;
import dev.millrace.core.file.FileTree;
import dev.millrace.core.file.LastingDirectories;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory or file on a disk. What is written is forced, and so are the names on the way to it.
 *
 * @param root a path as text, since paths do not travel
 */
public record LocalFileTree(String root) implements FileTree {
  private static final String UNFINISHED = ".unfinished";

  public static LocalFileTree of(Path root) {
    return new LocalFileTree(root.toString());
  }

  private Path path(String name) {
    return name.isEmpty() ? Path.of(root) : Path.of(root).resolve(FileTree.requireName(name));
  }

  @Override
  public URI uri() {
    return Path.of(root).toUri();
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(path(name));
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    return list(path(folder), 1);
  }

  @Override
  public List<Entry> walk(String folder) throws IOException {
    return list(path(folder), Integer.MAX_VALUE);
  }

  private List<Entry> list(Path folder, int depth) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    Path top = Path.of(root);
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder, depth)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        try {
          String name = top.relativize(path).toString().replace(File.separatorChar, '/');
          entries.add(entry(name, path));
        } catch (NoSuchFileException e) {
          // a folder, or gone meanwhile
        }
      }
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  @Override
  public Entry entry(String name) throws IOException {
    return entry(name, path(name));
  }

  private static Entry entry(String name, Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new NoSuchFileException(path.toString());
    }
    return new Entry(name, attributes.size(), String.valueOf(attributes.fileKey()));
  }

  @Override
  public InputStream open(Entry file, long position) throws IOException {
    FileChannel channel = FileChannel.open(path(file.name()));
    try {
      return Channels.newInputStream(channel.position(position));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void write(String name, Content content) throws IOException {
    Path target = path(FileTree.requireName(name));
    LastingDirectories.create(target.getParent());
    Path unfinished = path(UNFINISHED);
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      content.writeTo(Channels.newOutputStream(channel));
      channel.force(true);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    LastingDirectories.force(target.getParent());
  }

  @Override
  public void move(String from, String to) throws IOException {
    Path source = path(FileTree.requireName(from));
    Path target = path(FileTree.requireName(to));
    LastingDirectories.create(target.getParent());
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    LastingDirectories.force(target.getParent());
    LastingDirectories.force(source.getParent());
  }

  @Override
  public void delete(String name) throws IOException {
    try {
      Files.deleteIfExists(path(FileTree.requireName(name)));
    } catch (DirectoryNotEmptyException e) {
      // only empty ones are deleted
    }
  }

  @Override
  public String toString() {
    return root;
  }
}
