package dev.millrace.core.file;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.Storage.Content;
import dev.millrace.core.internal.file.LocalFileTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A directory and all beneath it, or a single file: on a disk, on HDFS, or under a prefix of an
 * object store. Files are read from any position, and written whole or not at all.
 *
 * <p>A name is relative to the tree, with {@code /} between its parts, and checked by {@link
 * #requireName}. The empty name is the tree's own root, which only reading methods take. Folders
 * come with the files in them.
 *
 * <p>Immutable; equal if it is the same place; travels to other machines, which open it anew. Any
 * number of threads may read; one at a time writes. {@link
 * dev.millrace.core.testing.FileTreeConformance} holds an implementation to this.
 */
public interface FileTree extends Serializable {
  /**
   * A file as it was found.
   *
   * @param size in bytes
   * @param tag another one when the file was replaced, or has grown by what a stream that is open
   *     does not see; empty where nothing tells
   */
  record Entry(String name, long size, String tag) {}

  /** Opens trees of a scheme, found by {@link ServiceLoader}. */
  interface Provider {
    /** Whether it knows the scheme, for instance {@code hdfs}. */
    boolean opens(String scheme);

    FileTree open(URI uri);
  }

  /** Where it is; {@link #at} opens the same on another machine. */
  URI uri();

  /** Whether there is a file or a folder of that name. */
  boolean exists(String name) throws IOException;

  /** The files in a folder, by name, hidden ones too; if it is a file, that one; or none. */
  List<Entry> list(String folder) throws IOException;

  /** As {@link #list}, with all files beneath the folder. */
  List<Entry> walk(String folder) throws IOException;

  /**
   * @throws java.nio.file.NoSuchFileException when there is no file of that name
   */
  Entry entry(String name) throws IOException;

  /**
   * Opens a file at a position, at most its size. The stream's {@code available} is 0 at the end of
   * the file and nowhere else. A connection that breaks is an {@link IOException}, and never looks
   * like the end.
   *
   * @throws java.nio.file.NoSuchFileException when it is gone
   */
  InputStream open(Entry file, long position) throws IOException;

  /**
   * Writes a file, replacing one of that name in one step. When this returns, the file survives a
   * power failure. When it throws, the new file may be there, but is whole if it is; after {@code
   * content} has thrown, it is not. The root's {@code .unfinished} may be used meanwhile.
   */
  void write(String name, Content content) throws IOException;

  /**
   * Gives a file another name, replacing one that has that name; whole under either, durably. A
   * process that dies may leave it under both.
   */
  void move(String from, String to) throws IOException;

  /** Deletes a file, or a folder if it is empty; does nothing when there is none of the kind. */
  void delete(String name) throws IOException;

  /** For messages. */
  @Override
  String toString();

  /**
   * Gives the name back if it may be that of a file.
   *
   * @throws IllegalArgumentException if it is empty or leads out of the tree
   */
  static String requireName(String name) {
    boolean isPlain =
        Arrays.stream(name.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (!isPlain || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a file is named by its path relative to the tree, without '.' and '..', got '"
              + name
              + "'");
    }
    return name;
  }

  /** A directory or file of the local file system. */
  static FileTree local(Path root) {
    return LocalFileTree.of(root);
  }

  /**
   * What is at a URI: a local directory or file for {@code file:} or no scheme, or else what a
   * {@link Provider} on the class path opens.
   *
   * @throws ConfigurationException when there is no such provider
   */
  static FileTree at(URI uri) {
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
                    "nothing on the class path opens files at "
                        + uri
                        + "; add the connector for '"
                        + uri.getScheme()
                        + "' (millrace-hadoop has hdfs and s3a), or give a local path"))
        .open(uri);
  }
}
