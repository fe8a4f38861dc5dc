package dev.millrace.parquet;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.file.LastingDirectories;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.parquet.io.InputFile;

/**
 * A file or directory of any of Hadoop's file systems. Immutable; travels to other machines as its
 * URI. Thread-safe.
 */
final class Place implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String LOCAL = "file";

  private final URI uri;
  private final Map<String, String> settings;
  private transient FileSystem system;

  /**
   * @param uri without user and key, since it is shown in messages
   * @param settings of Hadoop's configuration, beyond those on the class path
   */
  Place(URI uri, Map<String, String> settings) {
    this.uri = uri.getScheme() == null ? java.nio.file.Path.of(uri.getPath()).toUri() : uri;
    this.settings = new TreeMap<>(settings);
    if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
      throw new ConfigurationException(
          "a URI is shown in messages, so it may hold no user and no key; give them by Hadoop's"
              + " settings");
    }
  }

  /** A file beneath a directory. */
  record Entry(String name, Path path, long length) {}

  URI uri() {
    return uri;
  }

  Path root() {
    return new Path(uri);
  }

  Path resolve(String name) {
    return name.isEmpty() ? root() : new Path(root(), name);
  }

  Configuration configuration() throws IOException {
    return fileSystem().getConf();
  }

  /** Hadoop shares file systems whatever their settings, so one with settings is not shared. */
  synchronized FileSystem fileSystem() throws IOException {
    if (system == null) {
      Configuration configuration = new Configuration();
      settings.forEach(configuration::set);
      FileSystem opened =
          settings.isEmpty()
              ? FileSystem.get(uri, configuration)
              : FileSystem.newInstance(uri, configuration);
      system = opened instanceof LocalFileSystem local ? local.getRawFileSystem() : opened;
    }
    return system;
  }

  /** A name within a directory, which may be the place itself. */
  static String join(String directory, String name) {
    return directory.isEmpty() ? name : name.isEmpty() ? directory : directory + "/" + name;
  }

  /**
   * The file, or those beneath the directory that show, by name; none when there is nothing.
   *
   * @param directory within this place; names are relative to it
   */
  List<Entry> list(String directory) throws IOException {
    FileSystem system = fileSystem();
    Path root = resolve(directory);
    List<Entry> entries = new ArrayList<>();
    try {
      FileStatus status = system.getFileStatus(root);
      if (status.isFile()) {
        return List.of(new Entry(root.getName(), root, status.getLen()));
      }
      int prefix = status.getPath().toUri().getPath().length() + 1;
      RemoteIterator<LocatedFileStatus> files = system.listFiles(root, true);
      while (files.hasNext()) {
        LocatedFileStatus file = files.next();
        String name = file.getPath().toUri().getPath().substring(prefix);
        if (!("/" + name).matches(".*/[._].*")) {
          entries.add(new Entry(name, file.getPath(), file.getLen()));
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  /** Creates a file whose blocks are on disk when it is closed; {@link #force} does the rest. */
  FSDataOutputStream create(String name) throws IOException {
    FileSystem system = fileSystem();
    Path path = resolve(name);
    makeDirectory(path.getParent());
    return system.create(
        path,
        FsPermission.getFileDefault(),
        EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE, CreateFlag.SYNC_BLOCK),
        64 << 10,
        system.getDefaultReplication(path),
        system.getDefaultBlockSize(path),
        null);
  }

  /** The names of local ones are on disk, from outside this place on. */
  private void makeDirectory(Path directory) throws IOException {
    if (isLocal()) {
      LastingDirectories.create(java.nio.file.Path.of(directory.toUri().getPath()));
    } else {
      fileSystem().mkdirs(directory);
    }
  }

  private boolean isLocal() {
    return uri.getScheme().equals(LOCAL);
  }

  /** Forces a local file and the names on its way to disk; others have done so by themselves. */
  void force(String name) throws IOException {
    if (isLocal()) {
      java.nio.file.Path root = java.nio.file.Path.of(uri);
      java.nio.file.Path path = root.resolve(name);
      while (path.startsWith(root)) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
          channel.force(true);
        }
        path = path.getParent();
      }
    }
  }

  /** Renames in one step as far as the file system can; the target appears whole or not at all. */
  void rename(String from, String to) throws IOException {
    makeDirectory(resolve(to).getParent());
    if (!fileSystem().rename(resolve(from), resolve(to))) {
      throw new IOException(resolve(from) + " cannot be renamed to " + resolve(to));
    }
    force(to);
  }

  /** A file to be read. */
  InputFile input(String name) throws IOException {
    return new StoredInput(fileSystem(), resolve(name), length(name));
  }

  long length(String name) throws IOException {
    return fileSystem().getFileStatus(resolve(name)).getLen();
  }

  /** What a small file holds. */
  String text(String name) throws IOException {
    try (InputStream in = fileSystem().open(resolve(name))) {
      return new String(in.readNBytes(64 << 10), StandardCharsets.UTF_8);
    }
  }

  boolean exists(String name) throws IOException {
    return fileSystem().exists(resolve(name));
  }

  void delete(String name) throws IOException {
    fileSystem().delete(resolve(name), false);
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
