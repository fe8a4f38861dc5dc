package dev.millrace.hadoop;

import dev.millrace.core.file.FileTree;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.RemoteIterator;

/** What file trees of Hadoop's file systems have in common: all but how they are written. */
abstract class HadoopFileTree implements FileTree {
  private static final long serialVersionUID = 1L;

  private final URI uri;
  private transient volatile FileSystem opened;

  HadoopFileTree(URI uri) {
    this.uri = HadoopPaths.qualified(uri, new Configuration(), "a file").toUri();
  }

  /** Tells a file from another one that takes its name. */
  abstract String tag(FileStatus status);

  final Path root() {
    return new Path(uri);
  }

  final FileSystem files() throws IOException {
    FileSystem files = opened;
    if (files == null) {
      files = FileSystem.get(uri, configuration());
      opened = files;
    }
    return files;
  }

  static Configuration configuration() {
    Configuration configuration = new Configuration();
    // A stream that stops in an orderly way publishes while the JVM is already shutting down.
    configuration.setBoolean(CommonConfigurationKeysPublic.FS_AUTOMATIC_CLOSE_KEY, false);
    return configuration;
  }

  /** Made of its parts, since a name with a colon would be taken for a URI. */
  final Path path(String name) {
    if (name.isEmpty()) {
      return root();
    }
    String folder = uri.getPath().endsWith("/") ? uri.getPath() : uri.getPath() + "/";
    return new Path(uri.getScheme(), uri.getAuthority(), folder + FileTree.requireName(name));
  }

  @Override
  public final URI uri() {
    return uri;
  }

  @Override
  public final boolean exists(String name) throws IOException {
    return files().exists(path(name));
  }

  @Override
  public final List<Entry> list(String folder) throws IOException {
    return list(folder, false);
  }

  @Override
  public final List<Entry> walk(String folder) throws IOException {
    return list(folder, true);
  }

  private List<Entry> list(String folder, boolean isDeep) throws IOException {
    String root = root().toUri().getPath();
    List<Entry> entries = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> all = files().listFiles(path(folder), isDeep);
      while (all.hasNext()) {
        LocatedFileStatus status = all.next();
        String path = status.getPath().toUri().getPath();
        int start = root.endsWith("/") ? root.length() : root.length() + 1;
        entries.add(entry(path.equals(root) ? "" : path.substring(start), status));
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  private Entry entry(String name, FileStatus status) {
    return new Entry(name, status.getLen(), tag(status));
  }

  @Override
  public final Entry entry(String name) throws IOException {
    Path path = path(name);
    try {
      FileStatus status = files().getFileStatus(path);
      if (status.isFile()) {
        return entry(name, status);
      }
    } catch (FileNotFoundException e) {
      // said below
    }
    throw new NoSuchFileException(path.toString());
  }

  @Override
  public final InputStream open(Entry file, long position) throws IOException {
    Path path = path(file.name());
    try {
      FSDataInputStream in = files().open(path);
      try {
        in.seek(position);
        return new WholeInput(in, path.toString(), position, file.size());
      } catch (IOException | RuntimeException e) {
        in.close();
        throw e;
      }
    } catch (FileNotFoundException e) {
      throw new NoSuchFileException(path.toString());
    }
  }

  @Override
  public final void delete(String name) throws IOException {
    try {
      files().delete(path(FileTree.requireName(name)), false);
    } catch (PathIsNotEmptyDirectoryException e) {
      // only empty ones are deleted
    }
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof HadoopFileTree that && that.uri.equals(uri);
  }

  @Override
  public final int hashCode() {
    return uri.hashCode();
  }

  @Override
  public final String toString() {
    return uri.toString();
  }
}
